package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitPerson;
import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.CommitTime;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.commit.CommitText;
import com.caiatech.afdp.lambdas.commit.Signature;
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
import org.jspecify.annotations.Nullable;

/// Reads commits of a repository one after the other, and makes rows of them. Not thread-safe; to
/// be closed.
final class CommitWalk implements AutoCloseable {
  private final RepositoryName name;
  private final CommitAuthors authors;
  private final RevWalk walk;
  private final FileChanges changes;

  CommitWalk(
      Repository repository, RepositoryName name, CommitAuthors authors, FileChanges changes) {
    this.name = name;
    this.authors = authors;
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
      CommitRow row = row(sha, commit, CommitText.read(commit.getRawBuffer()));
      walk.dispose(); // it would remember every commit and its parents
      return row;
    } catch (IOException | InvalidObjectIdException | IndexOutOfBoundsException unreadable) {
      throw fault(unreadable);
    }
  }

  private CommitRow row(CommitId sha, RevCommit commit, CommitText text) {
    CommitPerson author = person(sha, text.author());
    return new CommitRow(
        sha,
        parents(commit),
        author,
        isSame(text.author(), text.committer()) ? author : person(sha, text.committer()),
        text.coAuthors().stream().flatMap(it -> authors.person(it, name, sha).stream()).toList(),
        time(text.author()),
        time(text.committer()),
        text.message(),
        changes.of(sha));
  }

  private @Nullable CommitPerson person(CommitId sha, @Nullable Signature signature) {
    return authors.person(signature, name, sha).orElse(null);
  }

  private static boolean isSame(@Nullable Signature author, @Nullable Signature committer) {
    return author != null
        && committer != null
        && author.name().equals(committer.name())
        && author.address().equalsIgnoreCase(committer.address());
  }

  private static @Nullable CommitTime time(@Nullable Signature signature) {
    return signature == null ? null : signature.time();
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
