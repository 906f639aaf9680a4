package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.CommitSets;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares what a plan says of its commits with the repositories: the digest of each tree, and the
/// sets of commits that were shipped and withdrawn.
public final class SourceComparison {
  private final Map<RepositoryName, SourceMirror> repositories;
  private final List<Found> found = new ArrayList<>();

  private SourceComparison(Map<RepositoryName, SourceMirror> repositories) {
    this.repositories = repositories;
  }

  private record Found(SourcesVerdict.State state, String reason) {}

  /// The verdict on a plan's sources.
  ///
  /// @param repositories those at hand
  public static SourcesVerdict compare(Plan plan, Map<RepositoryName, SourceMirror> repositories) {
    SourceComparison comparison = new SourceComparison(repositories);
    plan.sources().forEach(comparison::compare);
    SourcesVerdict.State state =
        comparison.found.stream()
            .map(Found::state)
            .min(Comparator.naturalOrder())
            .orElse(SourcesVerdict.State.AGREE);
    return new SourcesVerdict(
        state,
        comparison.found.stream()
            .filter(it -> it.state == state)
            .map(Found::reason)
            .distinct()
            .toList());
  }

  private void compare(SourceRole role, DeployedSource source) {
    SourceMirror mirror = repositories.get(source.repository());
    if (mirror == null) {
      found.add(
          new Found(
              SourcesVerdict.State.UNCHECKED,
              "repository " + source.repository() + " was not given"));
      return;
    }
    try {
      if (mirror.contains(source.commitHash())) {
        compare(role, source, mirror);
      } else {
        lacking(source, source.commitHash());
      }
    } catch (SchemasException.SourceFault unreadable) {
      found.add(
          new Found(
              SourcesVerdict.State.LACKING,
              "repository " + source.repository() + ": " + unreadable.getMessage()));
    }
  }

  private void compare(SourceRole role, DeployedSource source, SourceMirror mirror) {
    String name = role.name().toLowerCase(Locale.ROOT);
    Sha256 tree = mirror.treeDigest(source.commitHash());
    if (!tree.equals(source.sourceSha256())) {
      contradicts(name + ".source_sha256", source.sourceSha256(), tree);
    }
    CommitId before = source.previousCommitHash();
    compare(name + ".shipped", source.shipped(), source, mirror, before, source.commitHash());
    if (before != null) {
      compare(name + ".withdrew", source.withdrew(), source, mirror, source.commitHash(), before);
    } else if (source.withdrew() != null) {
      contradicts(name + ".withdrew", source.withdrew(), "nothing, as nothing served before");
    }
  }

  private void compare(
      String what,
      @Nullable CommitSet stated,
      DeployedSource source,
      SourceMirror mirror,
      @Nullable CommitId base,
      CommitId head) {
    switch (CommitSets.between(mirror, base, head)) {
      case CommitSets.Lacking(CommitId missing) -> lacking(source, missing);
      case CommitSets.Complete(CommitSet set) -> {
        if (stated == null || !stated.equals(set)) {
          contradicts(what, stated == null ? "nothing" : stated, set);
        }
      }
    }
  }

  private void lacking(DeployedSource source, CommitId missing) {
    found.add(
        new Found(
            SourcesVerdict.State.LACKING,
            "repository " + source.repository() + " does not hold commit " + missing));
  }

  private void contradicts(String what, Object stated, Object inTheRepository) {
    found.add(
        new Found(
            SourcesVerdict.State.CONTRADICT,
            "plan.sources."
                + what
                + ": the manifest says "
                + text(stated)
                + ", the repository gives "
                + text(inTheRepository)));
  }

  private static String text(Object value) {
    return value instanceof CommitSet(long count, Sha256 digest)
        ? count + " commits with digest " + digest
        : value.toString();
  }
}
