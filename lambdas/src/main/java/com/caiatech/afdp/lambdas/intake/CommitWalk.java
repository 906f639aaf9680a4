package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Reads commits of a repository one after the other, and makes rows of them. Not thread-safe; to
/// be closed.
final class CommitWalk implements AutoCloseable {
  private final RepositoryName name;
  private final CommitRows rows;
  private final RevWalk walk;
  private final FileChanges changes;

  CommitWalk(
      Repository repository, RepositoryName name, CommitAuthors authors, FileChanges changes) {
    this.name = name;
    this.rows = new CommitRows(name, authors);
    this.walk = new RevWalk(repository);
    this.changes = changes;
  }

  @Override
  public void close() {
    walk.close();
  }

  /// What the graph keeps of a commit.
  CommitRow row(CommitId sha) {
    try {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(sha.value()));
      walk.parseBody(commit);
      CommitRow row = rows.row(sha, parents(commit), commit.getRawBuffer(), changes.of(sha));
      walk.dispose(); // it would remember every commit and its parents
      return row;
    } catch (IOException | InvalidObjectIdException | IndexOutOfBoundsException unreadable) {
      throw fault(unreadable);
    }
  }

  private static List<CommitId> parents(RevCommit commit) {
    List<CommitId> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(new CommitId(parent.name()));
    }
    return parents;
  }

  private LambdasException fault(Exception cause) {
    String failed =
        "Reading commits of the mirror of repository " + name + " failed: " + cause + "; ";
    String stays = "what was written stays, a retry is safe";
    return cause instanceof MissingObjectException
        ? new LambdasException.LostObjects(
            failed
                + "where it stays missing, the repository lost it too: push it there from a clone"
                + " that has it; "
                + stays,
            cause)
        : new LambdasException.EvidenceFault(failed + stays, cause);
  }
}
