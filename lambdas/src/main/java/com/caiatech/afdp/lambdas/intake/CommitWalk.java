package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitPerson;
import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.CommitTime;
import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.commit.CommitText;
import com.caiatech.afdp.lambdas.commit.Signature;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevWalkException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// The commits that some tips have and known heads have not, parents before children.
///
/// Touched files are those against the first parent. Not thread-safe; to be closed.
final class CommitWalk implements AutoCloseable {
  private final RepositoryName name;
  private final CommitAuthors authors;
  private final RevWalk walk;
  private final FileChanges changes;
  private final Iterator<RevCommit> commits;

  CommitWalk(
      Repository repository,
      RepositoryName name,
      CommitAuthors authors,
      FileChanges changes,
      Collection<CommitId> tips,
      Set<CommitId> known) {
    this.name = name;
    this.authors = authors;
    this.walk = new RevWalk(repository);
    this.changes = changes;
    this.commits = start(tips, known);
  }

  /// The next commits, at most so many; none at the end.
  List<CommitId> next(int max) {
    List<CommitId> next = new ArrayList<>();
    try {
      while (next.size() < max && commits.hasNext()) {
        next.add(new CommitId(commits.next().name()));
      }
      return next;
    } catch (RevWalkException | InvalidObjectIdException | IndexOutOfBoundsException unreadable) {
      throw fault(unreadable);
    }
  }

  @Override
  public void close() {
    walk.close();
  }

  private Iterator<RevCommit> start(Collection<CommitId> tips, Set<CommitId> known) {
    try {
      walk.setRetainBody(false);
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.REVERSE, true);
      for (CommitId tip : tips) {
        walk.markStart(walk.parseCommit(ObjectId.fromString(tip.value())));
      }
      for (CommitId head : known) {
        uninteresting(head);
      }
      return walk.iterator();
    } catch (IOException
        | RevWalkException
        | InvalidObjectIdException
        | IndexOutOfBoundsException unreadable) {
      throw fault(unreadable);
    }
  }

  /// A known head that a rewrite took away hides nothing, and costs nothing but a second look.
  private void uninteresting(CommitId head) throws IOException {
    try {
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(head.value())));
    } catch (MissingObjectException rewritten) {
      return;
    }
  }

  /// What the graph keeps of a commit.
  CommitRow row(CommitId sha) {
    try {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(sha.value()));
      walk.parseBody(commit);
      CommitRow row = row(sha, commit, CommitText.read(commit.getRawBuffer()));
      commit.disposeBody();
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
        files(commit));
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

  private List<TouchedFile> files(RevCommit commit) {
    return changes.of(
        new CommitId(commit.name()),
        commit.getParentCount() == 0 ? null : new CommitId(commit.getParent(0).name()));
  }

  private static List<CommitId> parents(RevCommit commit) {
    List<CommitId> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(new CommitId(parent.name()));
    }
    return parents;
  }

  private LambdasException fault(Exception unreadable) {
    Throwable cause =
        unreadable instanceof RevWalkException && unreadable.getCause() != null
            ? unreadable.getCause()
            : unreadable;
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
