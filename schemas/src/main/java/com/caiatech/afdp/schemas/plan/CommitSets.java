package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Sets of commits as manifests state them, by count and digest, made from a repository: by whoever
/// records them and by whoever compares them.
public sealed interface CommitSets {
  /// The whole set.
  record Complete(CommitSet set) implements CommitSets {}

  /// The repository lacks a commit that the set needs.
  record Lacking(CommitId missing) implements CommitSets {}

  /// The commits of `git rev-list base..head`, or all ancestors of the head where there is no base.
  static CommitSets between(SourceMirror mirror, @Nullable CommitId base, CommitId head) {
    return switch (mirror.range(base, head)) {
      case CommitRange.Listed listed ->
          new Complete(new CommitSet(listed.count(), listed.digest()));
      case CommitRange.Summarised large ->
          new Complete(new CommitSet(large.count(), large.digest()));
      case CommitRange.First first ->
          new Complete(new CommitSet(first.count(), ancestors(mirror, head)));
      case CommitRange.Incomplete(CommitId missing) -> new Lacking(missing);
    };
  }

  private static Sha256 ancestors(SourceMirror mirror, CommitId head) {
    List<CommitId> commits = new ArrayList<>();
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      walk.markStart(walk.parseCommit(ObjectId.fromString(head.value())));
      for (RevCommit commit : walk) {
        commits.add(new CommitId(commit.name()));
      }
    } catch (IOException unreadable) {
      throw new SchemasException.SourceFault(
          "Reading the ancestors of %s in its mirror failed; trying again is safe".formatted(head),
          unreadable);
    }
    commits.sort(null);
    return CommitRange.digestOf(commits);
  }
}
