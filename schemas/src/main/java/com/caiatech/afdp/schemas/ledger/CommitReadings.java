package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.git.BoundedObjects;
import com.caiatech.afdp.schemas.git.CommitLine;
import com.caiatech.afdp.schemas.git.UnreadableObject;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// The commits of a volume after a position, oldest first; it ends after the head or after the
/// first structural fault. To be closed; not thread-safe.
///
/// Only what is new is read: new commits, folders that differ from the parent's, added files, each
/// within {@link LedgerLimits}. Memory is bounded by 20 bytes for each new commit, and the files of
/// one commit.
public final class CommitReadings implements Iterator<CommitReading>, AutoCloseable {
  private final BoundedObjects objects;
  private final Series series;
  private final CommitLine line;
  private CommitReading.@Nullable Structural broken;
  private VolumePosition position;
  private @Nullable RawCommit parent;
  private boolean ended;

  private CommitReadings(
      BoundedObjects objects, Series series, VolumePosition from, @Nullable CommitId head)
      throws IOException {
    this.objects = objects;
    this.series = series;
    this.position = from;
    ObjectId known = from.head() == null ? null : ObjectId.fromString(from.head().value());
    ObjectId start = head == null ? known : ObjectId.fromString(head.value());
    this.line =
        start == null
            ? CommitLine.none()
            : CommitLine.of(
                objects, known, start, LedgerLimits.COMMIT_BYTES, LedgerLimits.COMMITS_PER_VOLUME);
    this.broken = brokenLine(known, head);
    try {
      this.parent = known == null || broken != null ? null : rawCommit(known);
    } catch (StructureBroken lost) {
      this.broken = structural(lost, from.head());
    }
  }

  /// @param head absent when the branch is not there
  /// @throws SchemasException.LedgerFault when the repository cannot be read; a retry is safe
  static CommitReadings of(
      Repository repository, Series series, VolumePosition from, @Nullable CommitId head) {
    BoundedObjects objects = null;
    try {
      objects = BoundedObjects.of(repository, LedgerLimits.GIT);
      CommitReadings readings = new CommitReadings(objects, series, from, head);
      objects = null;
      return readings;
    } catch (IOException unreadable) {
      throw fault(from, unreadable);
    } finally {
      if (objects != null) {
        objects.close();
      }
    }
  }

  @Override
  public boolean hasNext() {
    return !ended && (broken != null || !line.isEmpty());
  }

  /// @throws SchemasException.LedgerFault when the repository cannot be read; a retry is safe
  @Override
  public CommitReading next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the volume has been read");
    }
    CommitReading reading = broken;
    if (reading == null) {
      try {
        reading = read(line.next());
      } catch (IOException unreadable) {
        throw fault(position, unreadable);
      }
    }
    ended = reading instanceof CommitReading.Structural;
    return reading;
  }

  /// The position after the last commit that was given out and broke nothing. Its recorded-at is
  /// the one of the position that reading started from.
  public VolumePosition position() {
    return position;
  }

  @Override
  public void close() {
    objects.close();
  }

  /// What is wrong with the line of commits as a whole.
  private CommitReading.@Nullable Structural brokenLine(
      @Nullable ObjectId known, @Nullable CommitId head) {
    if (head == null) {
      return known == null
          ? null
          : structural(ViolationKind.DELETED_REF, "the branch is gone", null, null);
    }
    if (line.gap().isPresent()) {
      CommitLine.Gap gap = line.gap().get();
      return structural(new StructureBroken(null, gap.reason()), new CommitId(gap.commit().name()));
    }
    return known == null || line.reachesKnown() ? null : forked(known, head);
  }

  private CommitReading.Structural forked(ObjectId known, CommitId head) {
    return line.lastMerge()
        .map(
            merge ->
                structural(
                    ViolationKind.MERGE,
                    "a merge whose first parent does not come from the last good commit "
                        + known.name(),
                    new CommitId(merge.name()),
                    null))
        .orElseGet(
            () ->
                structural(
                    ViolationKind.REWRITTEN_HISTORY,
                    "expected a descendant of the last good commit " + known.name(),
                    head,
                    null));
  }

  private CommitReading read(ObjectId id) throws IOException {
    CommitId commitId = new CommitId(id.name());
    try {
      RawCommit raw = rawCommit(id);
      if (raw.parents().size() > 1) {
        throw new StructureBroken(
            ViolationKind.MERGE, null, "expected one parent, found " + raw.parents().size());
      }
      List<AddedFile> files = addedFiles(raw);
      long index = position.size();
      Sha256 before = parent == null ? null : parent.sha256();
      parent = raw;
      position =
          new VolumePosition(
              position.volume(), index + files.size(), commitId, position.recordedAt());
      return files.isEmpty()
          ? new CommitReading.Empty(commitId, index, raw.sha256())
          : new CommitReading.Good(
              new LedgerCommit(series, position.volume(), commitId, raw, index, before, files));
    } catch (StructureBroken broken) {
      return structural(broken, commitId);
    }
  }

  private List<AddedFile> addedFiles(RawCommit raw) throws IOException, StructureBroken {
    List<TreeDifference.Addition> additions =
        new TreeDifference(objects).additions(parent == null ? null : treeOf(parent), treeOf(raw));
    if (position.size() + additions.size() > LedgerLimits.ENTRIES_PER_VOLUME) {
      throw new StructureBroken(
          ViolationKind.BEYOND_LIMITS,
          null,
          "expected at most " + LedgerLimits.ENTRIES_PER_VOLUME + " entries in a volume");
    }
    additions.sort(Comparator.comparing(TreeDifference.Addition::path));
    List<AddedFile> files = new ArrayList<>(additions.size());
    long bytes = 0;
    for (TreeDifference.Addition addition : additions) {
      AddedFile file = file(addition);
      bytes += file.size();
      if (bytes > LedgerLimits.BYTES_PER_COMMIT) {
        throw new StructureBroken(
            ViolationKind.BEYOND_LIMITS,
            addition.path(),
            "expected files of at most " + LedgerLimits.BYTES_PER_COMMIT + " bytes in a commit");
      }
      files.add(file);
    }
    return files;
  }

  private AddedFile file(TreeDifference.Addition addition) throws IOException, StructureBroken {
    try {
      byte[] bytes = objects.read(addition.blob(), Constants.OBJ_BLOB, LedgerLimits.FILE_BYTES);
      return bytes.length <= AddedFile.MAX_BYTES
          ? AddedFile.of(addition.path(), bytes)
          : AddedFile.oversize(addition.path(), Sha256.of(bytes), bytes.length);
    } catch (UnreadableObject unreadable) {
      throw new StructureBroken(addition.path(), unreadable);
    }
  }

  private RawCommit rawCommit(ObjectId id) throws IOException, StructureBroken {
    try {
      return RawCommit.parse(objects.read(id, Constants.OBJ_COMMIT, LedgerLimits.COMMIT_BYTES));
    } catch (UnreadableObject unreadable) {
      throw new StructureBroken(null, unreadable);
    } catch (SchemasException.MalformedInput malformed) {
      throw new StructureBroken(
          ViolationKind.BROKEN_OBJECT, null, String.valueOf(malformed.getMessage()));
    }
  }

  private static ObjectId treeOf(RawCommit commit) {
    return ObjectId.fromString(commit.tree().value());
  }

  private CommitReading.Structural structural(StructureBroken broken, @Nullable CommitId found) {
    return structural(broken.kind(), broken.reason(), found, broken.path());
  }

  private CommitReading.Structural structural(
      ViolationKind kind, String reason, @Nullable CommitId found, @Nullable String path) {
    return new CommitReading.Structural(kind, reason, position, found, path);
  }

  private static SchemasException fault(VolumePosition position, IOException unreadable) {
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
