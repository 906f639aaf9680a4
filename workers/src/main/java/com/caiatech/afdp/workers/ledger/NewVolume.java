package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.ObjectPack;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.LedgerEntry;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// The first volume of a series, which nobody reads before it is whole: its commits, the same that
/// {@link LedgerWriter} makes, are judged as they are made, gathered in large packs, and become
/// visible when it is published, by its branch. Not thread-safe.
public final class NewVolume implements AutoCloseable {
  private static final long PACK_BYTES = 16L << 20;

  private final SharedDisk store;
  private final RecordCheck check;
  private final Series series;
  private final WriterIdentity identity;
  private final TrustPolicy policy;
  private final Path marks;
  private final long packBytes;
  private final Map<ObjectId, byte[]> unpacked = new HashMap<>();
  private ObjectPack pack;
  private long gathered;
  private SignedCommit.Parent parent;

  /// Opens a volume that is empty.
  ///
  /// @param bare its repository, which is made where it is missing
  /// @param policy the trust policy that is in force for all of it
  /// @param marks the folder of this worker's marks
  /// @throws WorkersException.LedgerUnavailable when it holds something, or cannot be opened
  public NewVolume(
      Path bare, Series series, WriterIdentity identity, TrustPolicy policy, Path marks) {
    this(bare, series, identity, policy, marks, PACK_BYTES);
  }

  /// @param packBytes how much is gathered before it is written
  NewVolume(
      Path bare,
      Series series,
      WriterIdentity identity,
      TrustPolicy policy,
      Path marks,
      long packBytes) {
    this.packBytes = packBytes;
    this.store = SharedDisk.open(bare);
    this.check = new RecordCheck(series);
    this.series = series;
    this.identity = identity;
    this.policy = policy;
    this.marks = marks;
    this.parent = SignedCommit.Parent.start(series.firstVolume());
    this.pack = new ObjectPack(store.repository().getObjectDatabase());
    CommitId tip = store.tip();
    if (tip != null) {
      store.close();
      throw new WorkersException.LedgerUnavailable(
          "Beginning "
              + series.firstVolume()
              + " in "
              + bare
              + ": expected an empty volume, found one with the head "
              + tip
              + "; nothing was written");
    }
  }

  /// Adds records, which are new, in one commit.
  ///
  /// @param recordedAt not before that of the commit before
  /// @return where they stand, in the same order
  /// @throws WorkersException.RecordRefused when verifiers would not count one of them
  public List<RecordRef> write(List<RecordToWrite> records, Instant recordedAt) {
    List<CheckedRecord.Placed> placed =
        records.stream()
            .map(check::check)
            .map(checked -> new CheckedRecord.Placed(checked.place(), checked))
            .toList();
    try {
      SignedCommit.Made made =
          SignedCommit.make(
              pack, new TreeAddition(folders()), series, parent, placed, recordedAt, identity);
      JudgedCommit judged =
          VolumeVerifier.judge(made.commit(), parent.position().recordedAt(), policy);
      Map<String, RecordRef> places = places(judged);
      parent = made.next();
      gathered += records.stream().mapToLong(record -> record.json().length()).sum();
      if (gathered > packBytes) {
        flush();
      }
      List<RecordRef> refs = new ArrayList<>(placed.size());
      placed.forEach(it -> refs.add(places.get(it.path().text())));
      return List.copyOf(refs);
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  /// Makes the volume visible, durably; there is nothing more to add then.
  public void publish() {
    try {
      flush();
      VolumePosition position = parent.position();
      CommitId head = position.head();
      if (head != null && store.move(null, head) == VolumeStore.Move.MOVED) {
        new PushedMark(head, position.size()).write(marks, position.volume());
      }
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  /// Ends the work; a volume that was not published stays empty.
  @Override
  public void close() {
    pack.close();
    store.close();
  }

  /// Where each path stands.
  private static Map<String, RecordRef> places(JudgedCommit judged) {
    Map<String, RecordRef> places = new HashMap<>();
    for (JudgedEntry entry : judged.entries()) {
      LedgerEntry at = entry.entry();
      if (entry.verdict() instanceof Verdict.Violated violated) {
        throw new WorkersException.RecordRefused(
            "Writing %s to %s: verifiers would call it %s (%s); the volume was not made"
                .formatted(
                    at.path(),
                    judged.commit().volume(),
                    violated.first().kind(),
                    violated.first().reason()));
      }
      places.put(
          at.path(), new RecordRef(judged.commit().volume(), at.index(), at.path(), at.sha256()));
    }
    return places;
  }

  /// Folders that are in the pack so far are kept at hand.
  private TreeAddition.Trees folders() {
    return new TreeAddition.Trees() {
      @Override
      public byte[] read(ObjectId folder) throws IOException {
        byte[] known = unpacked.get(folder);
        if (known != null) {
          return known;
        }
        try (ObjectReader reader = store.repository().newObjectReader()) {
          return reader.open(folder, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE);
        }
      }

      @Override
      public ObjectId add(byte[] folder) {
        ObjectId id = pack.add(Constants.OBJ_TREE, folder);
        unpacked.put(id, folder);
        gathered += folder.length;
        return id;
      }
    };
  }

  private void flush() throws IOException {
    if (gathered > 0) {
      pack.write();
      pack.close();
      pack = new ObjectPack(store.repository().getObjectDatabase());
      unpacked.clear();
      gathered = 0;
    }
  }

  private WorkersException failed(IOException cause) {
    return new WorkersException.LedgerUnavailable(
        "Writing "
            + parent.position().volume()
            + " to "
            + store.repository().getDirectory()
            + " failed: "
            + cause.getMessage()
            + "; its branch was not made",
        cause);
  }
}
