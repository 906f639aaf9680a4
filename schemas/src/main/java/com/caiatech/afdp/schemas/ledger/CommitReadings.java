package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// The commits of a volume after a position, oldest first; it ends after the head or after the
/// first structural fault. To be closed; not thread-safe.
///
/// Only what is new is read: new commits, folders that differ from the parent's, added files.
/// Memory is bounded by the number of new commits and the files of one commit.
public final class CommitReadings implements Iterator<CommitReading>, AutoCloseable {
  /// The most bytes of files that one commit may add; what comes after is oversize.
  static final long MAX_COMMIT_BYTES = 256L << 20;

  private final ObjectReader reader;
  private final Series series;
  private final Deque<ObjectId> chain = new ArrayDeque<>();
  private CommitReading.@Nullable Structural broken;
  private VolumePosition position;
  private @Nullable RawCommit parent;
  private boolean ended;

  CommitReadings(ObjectReader reader, Series series, VolumePosition from, @Nullable CommitId head) {
    this.reader = reader;
    this.series = series;
    this.position = from;
    try {
      collect(from.head(), head);
    } catch (IOException unreadable) {
      reader.close();
      throw fault(unreadable);
    } catch (RuntimeException fault) {
      reader.close();
      throw fault;
    }
  }

  @Override
  public boolean hasNext() {
    return !ended && (broken != null || !chain.isEmpty());
  }

  /// @throws SchemasException.LedgerFault when the repository cannot be read; a retry is safe
  @Override
  public CommitReading next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the volume has been read");
    }
    CommitReading reading = broken;
    if (reading == null) {
      ObjectId id = chain.removeFirst();
      try {
        reading = read(id);
      } catch (IOException unreadable) {
        throw fault(unreadable);
      }
    }
    ended = reading instanceof CommitReading.Structural;
    return reading;
  }

  /// The position after the last good commit that was given out. Its recorded-at is the one of the
  /// position that reading started from.
  public VolumePosition position() {
    return position;
  }

  @Override
  public void close() {
    reader.close();
  }

  /// Walks from the new head along first parents to the known one.
  private void collect(@Nullable CommitId known, @Nullable CommitId head) throws IOException {
    if (head == null) {
      if (known != null) {
        broken = structural(ViolationKind.DELETED_REF, "the branch is gone", null, null);
      }
      return;
    }
    ObjectId end = known == null ? null : ObjectId.fromString(known.value());
    ObjectId next = ObjectId.fromString(head.value());
    ObjectId merge = null;
    RevWalk walk = new RevWalk(reader);
    walk.setRetainBody(false);
    while (next != null && !next.equals(end)) {
      chain.addFirst(next);
      RevCommit[] parents;
      try {
        parents = walk.parseCommit(next).getParents();
      } catch (CorruptObjectException
          | IncorrectObjectTypeException
          | InvalidObjectIdException unreadable) {
        chain.clear();
        broken = brokenObject(next, unreadable);
        return;
      }
      merge = parents.length > 1 ? next : merge;
      next = parents.length == 0 ? null : parents[0].toObjectId();
    }
    if (end != null && next == null) {
      chain.clear();
      broken = forked(end, head, merge);
    }
    parent = end == null ? null : rawCommit(end);
  }

  private CommitReading.Structural brokenObject(ObjectId id, Exception problem) {
    return structural(
        ViolationKind.BROKEN_OBJECT,
        "the commit object is broken: " + problem.getMessage(),
        new CommitId(id.name()),
        null);
  }

  private CommitReading.Structural forked(ObjectId known, CommitId head, @Nullable ObjectId merge) {
    return merge == null
        ? structural(
            ViolationKind.REWRITTEN_HISTORY,
            "expected a descendant of the last good commit " + known.name(),
            head,
            null)
        : structural(
            ViolationKind.MERGE,
            "a merge whose first parent does not come from the last good commit " + known.name(),
            new CommitId(merge.name()),
            null);
  }

  private CommitReading read(ObjectId id) throws IOException {
    CommitId commitId = new CommitId(id.name());
    RawCommit raw;
    try {
      raw = rawCommit(id);
    } catch (SchemasException.MalformedInput | LargeObjectException unreadable) {
      return brokenObject(id, unreadable);
    }
    if (raw.parents().size() > 1) {
      return structural(
          ViolationKind.MERGE,
          "expected one parent, found " + raw.parents().size(),
          commitId,
          null);
    }
    try {
      LedgerCommit commit =
          new LedgerCommit(
              series,
              position.volume(),
              commitId,
              raw,
              position.size(),
              parent == null ? null : parent.sha256(),
              addedFiles(raw));
      position =
          new VolumePosition(position.volume(), commit.endIndex(), commitId, position.recordedAt());
      parent = raw;
      return new CommitReading.Good(commit);
    } catch (TreeDifference.StructureBroken broken) {
      return structural(broken.kind(), broken.reason(), commitId, broken.path());
    }
  }

  private List<AddedFile> addedFiles(RawCommit raw)
      throws IOException, TreeDifference.StructureBroken {
    List<TreeDifference.Addition> additions =
        new TreeDifference(reader)
            .additions(
                parent == null ? null : ObjectId.fromString(parent.tree().value()),
                ObjectId.fromString(raw.tree().value()));
    additions.sort(Comparator.comparing(TreeDifference.Addition::path));
    List<AddedFile> files = new ArrayList<>(additions.size());
    long room = MAX_COMMIT_BYTES;
    for (TreeDifference.Addition addition : additions) {
      AddedFile file = file(addition, room);
      room -= file.bytes().isPresent() ? file.size() : 0;
      files.add(file);
    }
    return files;
  }

  private AddedFile file(TreeDifference.Addition addition, long room) throws IOException {
    ObjectLoader blob = reader.open(addition.blob(), Constants.OBJ_BLOB);
    if (blob.getSize() <= Math.min(AddedFile.MAX_BYTES, room)) {
      return AddedFile.of(addition.path(), blob.getCachedBytes(AddedFile.MAX_BYTES));
    }
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream content = blob.openStream()) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return AddedFile.oversize(addition.path(), Sha256.ofDigest(digest.digest()), blob.getSize());
  }

  private RawCommit rawCommit(ObjectId id) throws IOException {
    return RawCommit.parse(
        reader.open(id, Constants.OBJ_COMMIT).getCachedBytes(RawCommit.MAX_BYTES));
  }

  private CommitReading.Structural structural(
      ViolationKind kind, String reason, @Nullable CommitId found, @Nullable String path) {
    return new CommitReading.Structural(kind, reason, position, found, path);
  }

  private SchemasException fault(IOException unreadable) {
    return new SchemasException.LedgerFault(
        "Reading volume "
            + position.volume()
            + " after entry "
            + position.size()
            + " failed: "
            + unreadable.getMessage()
            + "; nothing was changed, a retry is safe",
        unreadable);
  }
}
