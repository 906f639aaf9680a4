package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.ObjectIds;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// The commits that {@link NewVolume} makes of the same records at the same times, signed, with the
/// same ids; they are kept nowhere and not judged. Not thread-safe.
///
/// Memory: the folders of the newest tree.
public final class ComputedVolume {
  private final Series series;
  private final WriterIdentity identity;
  private final ObjectIds ids = new ObjectIds();
  private final Map<ObjectId, byte[]> folders = new HashMap<>();
  private SignedCommit.Parent parent;

  public ComputedVolume(Series series, WriterIdentity identity) {
    this.series = series;
    this.identity = identity;
    this.parent = SignedCommit.Parent.start(series.firstVolume());
  }

  /// Makes the next commit.
  ///
  /// @param records which are new and count
  /// @param recordedAt not before that of the commit before
  public LedgerCommit write(List<LedgerRecord> records, Instant recordedAt) {
    List<CheckedRecord.Placed> placed =
        records.stream()
            .map(record -> new CheckedRecord(RecordToWrite.of(record), record))
            .map(checked -> new CheckedRecord.Placed(checked.place(), checked))
            .toList();
    try {
      SignedCommit.Made made =
          SignedCommit.make(
              ids, new TreeAddition(trees()), series, parent, placed, recordedAt, identity);
      parent = made.next();
      return made.commit();
    } catch (IOException impossible) {
      throw new IllegalStateException("a commit in memory can be written", impossible);
    }
  }

  /// The last commit; absent where none was made.
  public @Nullable CommitId head() {
    return parent.position().head();
  }

  /// A folder that is read is about to be replaced.
  private TreeAddition.Trees trees() {
    return new TreeAddition.Trees() {
      @Override
      public byte[] read(ObjectId folder) {
        return Objects.requireNonNull(folders.remove(folder), folder::name);
      }

      @Override
      public ObjectId add(byte[] folder) {
        ObjectId id = ids.add(Constants.OBJ_TREE, folder);
        folders.put(id, folder);
        return id;
      }
    };
  }
}
