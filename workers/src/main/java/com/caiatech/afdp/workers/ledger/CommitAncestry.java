package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// What commits of a ledger come from. Ledgers are lines: the first parent is the only one.
final class CommitAncestry {
  private CommitAncestry() {}

  /// Whether the head is one of the commits, or descends from one.
  ///
  /// @throws WorkersException.LedgerUnavailable when the repository cannot be read
  static boolean reaches(Repository repository, CommitId head, CommitId... wanted) {
    Set<ObjectId> ends =
        Arrays.stream(wanted)
            .map(one -> ObjectId.fromString(one.value()))
            .collect(Collectors.toSet());
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(head.value()));
      while (!ends.contains(commit) && commit.getParentCount() > 0) {
        commit = walk.parseCommit(commit.getParent(0));
      }
      return ends.contains(commit);
    } catch (MissingObjectException lost) {
      return false;
    } catch (IOException unreadable) {
      throw new WorkersException.LedgerUnavailable(
          "Reading the history of " + repository.getDirectory() + " failed; nothing was written",
          unreadable);
    }
  }
}
