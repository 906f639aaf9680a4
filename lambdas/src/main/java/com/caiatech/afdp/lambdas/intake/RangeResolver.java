package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.PendingRange;
import com.caiatech.afdp.graphmodel.commit.RangeWriter;
import com.caiatech.afdp.graphmodel.commit.ResolvedRange;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares what deployments say of the trees that they deployed, and of what they shipped and
/// withdrew, with the repositories, and writes the relationships. A repository that cannot be read
/// leaves its ranges pending and blocks nothing.
final class RangeResolver {
  private static final Logger LOG = LoggerFactory.getLogger(RangeResolver.class);

  private final Driver driver;
  private final EvidenceStore evidence;
  private final Fetching fetching;
  private final CommitIntake commits;
  private final Counters counters;

  RangeResolver(
      Driver driver,
      EvidenceStore evidence,
      Fetching fetching,
      CommitIntake commits,
      Counters counters) {
    this.driver = driver;
    this.evidence = evidence;
    this.fetching = fetching;
    this.commits = commits;
    this.counters = counters;
  }

  /// Resolves what waits and whose commits are in the graph: nothing is fetched, nobody is kept.
  void resolveTaken() {
    RangeWriter writer = new RangeWriter(driver);
    Map<CommitId, Sha256> trees = new HashMap<>();
    for (PendingRange range : writer.pending()) {
      SourceMirror mirror = evidence.repository(range.repository());
      if (commits.isTaken(range.repository(), range.commit()) && mirror.contains(range.commit())) {
        mirror.pin(range.commit());
        try {
          compare(mirror, range, trees).ifPresent(resolved -> write(writer, range, resolved));
        } catch (SchemasException.SourceFault unreadable) {
          stays(range, unreadable);
        }
      }
    }
  }

  /// Resolves what waits and can be resolved; fetches and takes in commits for it.
  ///
  /// @param silent the repositories that are not asked
  /// @return how many still wait
  int resolve(Platform platform, Deadline deadline, Set<RepositoryName> silent) {
    RangeWriter writer = new RangeWriter(driver);
    Set<RepositoryName> fetched = new HashSet<>(silent);
    Set<RepositoryName> fetchedAnew = new HashSet<>(silent);
    Map<CommitId, Sha256> trees = new HashMap<>();
    int waiting = 0;
    for (PendingRange range : writer.pending()) {
      Optional<ResolvedRange> resolved =
          !deadline.hasPassed() && isReady(platform, range, fetched, deadline)
              ? compareAgain(platform, range, trees, fetchedAnew)
              : Optional.empty();
      if (resolved.isEmpty()) {
        waiting++;
      } else {
        write(writer, range, resolved.get());
      }
    }
    return waiting;
  }

  private void write(RangeWriter writer, PendingRange range, ResolvedRange resolved) {
    if (writer.write(range, resolved)) {
      counters.count(CounterNames.RANGES);
      if (resolved instanceof ResolvedRange.Mismatch) {
        counters.count(CounterNames.RANGE_MISMATCHES);
      }
    }
  }

  private boolean isReady(
      Platform platform, PendingRange range, Set<RepositoryName> fetched, Deadline deadline) {
    Optional<Platform.SourceRepository> repository = platform.repository(range.repository());
    if (repository.isEmpty()) {
      return false;
    }
    SourceMirror mirror = evidence.repository(range.repository());
    CommitId previous = range.previous();
    boolean whole =
        mirror.contains(range.commit()) && (previous == null || mirror.contains(previous));
    if (!whole && fetched.add(range.repository()) && !fetch(repository.get(), mirror, range)) {
      return false;
    }
    if (!mirror.contains(range.commit())) {
      return false;
    }
    mirror.pin(range.commit());
    return isTaken(repository.get(), range, deadline);
  }

  private boolean isTaken(
      Platform.SourceRepository repository, PendingRange range, Deadline deadline) {
    try {
      return commits.takeAncestors(repository, range.commit(), deadline);
    } catch (LambdasException.Unavailable
        | LambdasException.OutOfTime
        | LambdasException.EvidenceFault
        | LambdasException.LostObjects late) {
      LOG.info("Ranges of {} stay pending: {}", range.repository(), late.getMessage());
      return false;
    }
  }

  /// What is in the graph was in the mirror: where it is gone, everything is fetched anew.
  private boolean fetch(
      Platform.SourceRepository repository, SourceMirror mirror, PendingRange range) {
    CommitId previous = range.previous();
    boolean lost =
        commits.isTaken(range.repository(), range.commit())
            && (previous == null || commits.isTaken(range.repository(), previous));
    try {
      if (lost) {
        fetching.sourceAnew(repository, mirror);
      } else {
        fetching.source(repository, mirror);
      }
      return true;
    } catch (LambdasException.Unavailable unreachable) {
      stays(range, unreachable);
      return false;
    }
  }

  /// Compares; where the mirror lost something of the tree, once more after everything was fetched
  /// anew.
  private Optional<ResolvedRange> compareAgain(
      Platform platform,
      PendingRange range,
      Map<CommitId, Sha256> trees,
      Set<RepositoryName> fetchedAnew) {
    SourceMirror mirror = evidence.repository(range.repository());
    try {
      return compare(mirror, range, trees);
    } catch (SchemasException.SourceFault unreadable) {
      if (!fetchedAnew.add(range.repository())) {
        stays(range, unreadable);
        return Optional.empty();
      }
    }
    try {
      fetching.sourceAnew(platform.repository(range.repository()).orElseThrow(), mirror);
      return compare(mirror, range, trees);
    } catch (SchemasException.SourceFault | LambdasException.Unavailable unreadable) {
      stays(range, unreadable);
      return Optional.empty();
    }
  }

  private static void stays(PendingRange range, RuntimeException fault) {
    LOG.warn("Ranges of {} stay pending: {}", range.repository(), fault.getMessage());
  }

  /// @param trees the digests of trees that were walked in this run
  /// @throws SchemasException.SourceFault when the mirror cannot read the tree
  private static Optional<ResolvedRange> compare(
      SourceMirror mirror, PendingRange range, Map<CommitId, Sha256> trees) {
    Optional<ResolvedRange> sets = compareSets(mirror, range);
    if (sets.isEmpty() || sets.get() instanceof ResolvedRange.Mismatch) {
      return sets;
    }
    Sha256 tree = trees.computeIfAbsent(range.commit(), mirror::treeDigest);
    return tree.equals(range.tree())
        ? sets
        : Optional.of(
            new ResolvedRange.Mismatch(
                "the record says that the tree of commit "
                    + range.commit()
                    + " has digest "
                    + range.tree()
                    + ", the repository gives "
                    + tree));
  }

  private static Optional<ResolvedRange> compareSets(SourceMirror mirror, PendingRange range) {
    CommitId previous = range.previous();
    CommitRange shipped = mirror.range(previous, range.commit());
    if (previous == null) {
      return judgedFirst(shipped, range.shipped());
    }
    CommitRange withdrew = mirror.range(range.commit(), previous);
    Optional<CommitSet> foundShipped = set(shipped);
    Optional<CommitSet> foundWithdrew = set(withdrew);
    if (foundShipped.isEmpty() || foundWithdrew.isEmpty()) {
      return Optional.empty();
    }
    if (!foundShipped.get().equals(range.shipped())) {
      return Optional.of(mismatch("shipped", range.shipped(), foundShipped.get()));
    }
    if (!foundWithdrew.get().equals(range.withdrew())) {
      return Optional.of(mismatch("withdrew", range.withdrew(), foundWithdrew.get()));
    }
    return shipped instanceof CommitRange.Listed listedShipped
            && withdrew instanceof CommitRange.Listed listedWithdrew
        ? Optional.of(complete(mirror, range, listedShipped.commits(), listedWithdrew.commits()))
        : Optional.of(new ResolvedRange.CountOnly());
  }

  private static ResolvedRange.Complete complete(
      SourceMirror mirror, PendingRange range, List<CommitId> shipped, List<CommitId> withdrew) {
    Set<CommitId> inScope = new HashSet<>(mirror.inScope(shipped, range.part()));
    inScope.addAll(mirror.inScope(withdrew, range.part()));
    return new ResolvedRange.Complete(shipped, withdrew, inScope);
  }

  private static Optional<ResolvedRange> judgedFirst(
      CommitRange found, @Nullable CommitSet recorded) {
    return found instanceof CommitRange.First first
        ? Optional.of(
            recorded == null || recorded.count() == first.count()
                ? new ResolvedRange.Complete(List.of(), List.of(), Set.of())
                : new ResolvedRange.Mismatch(
                    "the record says that a first deployment shipped "
                        + recorded.count()
                        + " commits, the repository has "
                        + first.count()))
        : Optional.empty();
  }

  private static Optional<CommitSet> set(CommitRange range) {
    return switch (range) {
      case CommitRange.Listed listed -> Optional.of(new CommitSet(listed.count(), listed.digest()));
      case CommitRange.Summarised summarised ->
          Optional.of(new CommitSet(summarised.count(), summarised.digest()));
      case CommitRange.First ignored -> Optional.empty();
      case CommitRange.Incomplete ignored -> Optional.empty();
    };
  }

  private static ResolvedRange.Mismatch mismatch(
      String what, @Nullable CommitSet recorded, CommitSet found) {
    return new ResolvedRange.Mismatch(
        "the record says that it "
            + what
            + " "
            + (recorded == null
                ? "nothing"
                : recorded.count() + " commits with digest " + recorded.setSha256())
            + ", the repository gives "
            + found.count()
            + " with digest "
            + found.setSha256());
  }
}
