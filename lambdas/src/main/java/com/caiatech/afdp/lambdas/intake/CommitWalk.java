package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevWalkException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.RawParseUtils;
import org.eclipse.jgit.util.io.DisabledOutputStream;
import org.jspecify.annotations.Nullable;

/// The commits that some tips have and known heads have not, parents before children.
///
/// Touched files are those against the first parent, each once, with lines as `git log --numstat`
/// counts them without renames. Not thread-safe; to be closed.
final class CommitWalk implements AutoCloseable {
  private static final int LONGEST_SUBJECT = 1000;
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final RepositoryName name;
  private final CommitAuthors authors;
  private final RevWalk walk;
  private final DiffFormatter differences;
  private final Iterator<RevCommit> commits;

  CommitWalk(
      Repository repository,
      RepositoryName name,
      CommitAuthors authors,
      Collection<CommitId> tips,
      Set<CommitId> known) {
    this.name = name;
    this.authors = authors;
    this.walk = new RevWalk(repository);
    this.differences = new DiffFormatter(DisabledOutputStream.INSTANCE);
    differences.setReader(walk.getObjectReader(), repository.getConfig());
    differences.setDiffAlgorithm(new LineDiff());
    differences.setDetectRenames(false);
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
    differences.close();
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
      PersonIdent author = author(commit);
      Optional<PersonId> person = authors.person(author);
      Instant committed = Instant.ofEpochSecond(commit.getCommitTime());
      CommitRow row =
          new CommitRow(
              sha,
              parents(commit),
              person.orElse(null),
              person.flatMap(it -> authors.sealedName(it, author, name, sha)).orElse(null),
              subject(commit),
              authoredAt(author, committed),
              committed,
              files(commit));
      commit.disposeBody();
      return row;
    } catch (IOException | InvalidObjectIdException | IndexOutOfBoundsException unreadable) {
      throw fault(unreadable);
    }
  }

  private List<CommitRow.TouchedFile> files(RevCommit commit) throws IOException {
    RevCommit parent = commit.getParentCount() == 0 ? null : commit.getParent(0);
    if (parent != null) {
      walk.parseHeaders(parent);
    }
    Map<String, CommitRow.TouchedFile> files = new LinkedHashMap<>();
    for (DiffEntry entry :
        differences.scan(parent == null ? null : parent.getTree(), commit.getTree())) {
      CommitRow.TouchedFile file = touched(entry);
      files.merge(file.path(), file, CommitWalk::both);
    }
    return List.copyOf(files.values());
  }

  /// A file that turned into a link, or names that differ only in bytes that are no UTF-8.
  private static CommitRow.TouchedFile both(
      CommitRow.TouchedFile one, CommitRow.TouchedFile other) {
    return new CommitRow.TouchedFile(
        one.path(), sum(one.added(), other.added()), sum(one.deleted(), other.deleted()));
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(one + other);
  }

  private CommitRow.TouchedFile touched(DiffEntry entry) throws IOException {
    String path =
        entry.getChangeType() == DiffEntry.ChangeType.DELETE
            ? entry.getOldPath()
            : entry.getNewPath();
    FileHeader header = differences.toFileHeader(entry);
    if (header.getPatchType() != FileHeader.PatchType.UNIFIED) {
      return new CommitRow.TouchedFile(path, null, null);
    }
    long added = 0;
    long deleted = 0;
    for (Edit edit : header.toEditList()) {
      added += edit.getLengthB();
      deleted += edit.getLengthA();
    }
    return new CommitRow.TouchedFile(path, added, deleted);
  }

  private static List<CommitId> parents(RevCommit commit) {
    List<CommitId> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(new CommitId(parent.name()));
    }
    return parents;
  }

  private static @Nullable PersonIdent author(RevCommit commit) {
    byte[] raw = commit.getRawBuffer();
    int start = RawParseUtils.author(raw, 0);
    try {
      return start < 0 ? null : RawParseUtils.parsePersonIdent(raw, start);
    } catch (DateTimeException noMoment) {
      return null;
    }
  }

  /// When it was authored; when it was committed, where the author line names no year that people
  /// write with four digits.
  private static Instant authoredAt(@Nullable PersonIdent author, Instant committed) {
    Instant named = author == null ? committed : author.getWhenAsInstant();
    return named.isBefore(EARLIEST) || named.isAfter(LATEST) ? committed : named;
  }

  private static String subject(RevCommit commit) {
    String subject;
    try {
      subject = commit.getShortMessage();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknownEncoding) {
      byte[] raw = commit.getRawBuffer();
      int start = Math.max(RawParseUtils.commitMessage(raw, 0), 0);
      subject =
          new String(raw, start, raw.length - start, StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .orElse("");
    }
    return subject.length() > LONGEST_SUBJECT ? subject.substring(0, LONGEST_SUBJECT) : subject;
  }

  private LambdasException fault(Exception unreadable) {
    Throwable cause =
        unreadable instanceof RevWalkException && unreadable.getCause() != null
            ? unreadable.getCause()
            : unreadable;
    String advice =
        cause instanceof MissingObjectException
            ? "; where it stays missing, the repository lost it too: push it there from a clone that has it"
            : "";
    return new LambdasException.EvidenceFault(
        "Reading commits of the mirror of repository "
            + name
            + " failed: "
            + cause
            + advice
            + "; what was written stays, a retry is safe",
        cause);
  }
}
