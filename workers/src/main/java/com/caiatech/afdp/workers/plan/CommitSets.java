package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.reason.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Sets of commits as manifests state them: by count and digest.
final class CommitSets {
  private CommitSets() {}

  /// The commits of `git rev-list base..head`, or all ancestors of the head where there is no base.
  static CommitSet between(SourceMirror mirror, @Nullable CommitId base, CommitId head) {
    return switch (mirror.range(base, head)) {
      case CommitRange.Listed listed -> new CommitSet(listed.count(), listed.digest());
      case CommitRange.Summarised large -> new CommitSet(large.count(), large.digest());
      case CommitRange.First first -> new CommitSet(first.count(), ancestors(mirror, head));
      case CommitRange.Incomplete(CommitId missing) ->
          throw FailureTypes.toTryAgain(
              Reason.of("the commits that lead to {}: the mirror lacks {}; it is fetched again")
                  .with(head)
                  .with(missing));
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
