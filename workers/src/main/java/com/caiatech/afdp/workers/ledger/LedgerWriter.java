package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Writes records to the open volume of each series. Thread-safe; records that wait together go
/// into one signed commit.
///
/// A record that stands already is not written: the standing one is reported by a receipt with
/// `standing` and its digest, and the caller adopts it. Where an entry that does not count holds
/// its place, the next attempt is used.
public final class LedgerWriter implements AutoCloseable {
  private final Map<Series, VolumeQueue> volumes;

  /// A writer of the given volumes, which it closes with itself.
  public LedgerWriter(Map<Series, VolumeQueue> volumes) {
    this.volumes = new EnumMap<>(volumes);
  }

  /// Makes the records durable, in order: those of one series that follow each other stand in one
  /// commit. Blocks until all of them are.
  ///
  /// @return one receipt a record, in the same order
  /// @throws WorkersException.RecordRefused when one of them may not be written: where its bytes or
  ///   its place are wrong, none of its commit is written; where verifiers would not count it, the
  ///   others of its commit are. What comes after its commit is not written
  /// @throws WorkersException.IntentNotProven when verifiers would not count one for its intent;
  ///   the others of its commit are written, what comes after it is not
  /// @throws WorkersException.LedgerUnavailable when the same call may succeed later
  /// @throws WorkersException.LedgerStopped when the volume is stopped
  public List<Receipt> write(List<RecordToWrite> records) {
    List<Receipt> receipts = new ArrayList<>(records.size());
    int from = 0;
    while (from < records.size()) {
      Series series = records.get(from).series();
      int until = from;
      while (until < records.size() && records.get(until).series() == series) {
        until++;
      }
      receipts.addAll(volume(series).write(records.subList(from, until)));
      from = until;
    }
    return List.copyOf(receipts);
  }

  /// Makes those records durable, in one commit, that may be written: what becomes of one is
  /// nothing to the others. Blocks until they are.
  ///
  /// @param records of that series
  /// @return one outcome a record, in the same order
  /// @throws WorkersException.LedgerUnavailable when the same call may succeed later
  /// @throws WorkersException.LedgerStopped when the volume is stopped
  public List<RecordOutcome> writeEach(Series series, List<RecordToWrite> records) {
    return volume(series).writeEach(records);
  }

  /// Judges the intent of a record that a person caused before it is written, by what is at hand:
  /// also where its ledger does not answer.
  ///
  /// @throws WorkersException.IntentNotProven when it does not hold
  /// @throws WorkersException.RecordRefused when its bytes or its place are wrong
  /// @throws WorkersException.LedgerUnavailable when nothing is at hand to judge it by
  public void requireIntent(RecordToWrite record) {
    volume(record.series()).requireIntent(record);
  }

  /// The state of the series' open volume after the last write of this writer.
  public ConsistencyToken consistencyToken(Series series) {
    return volume(series).consistencyToken();
  }

  @Override
  public void close() {
    volumes.values().forEach(VolumeQueue::close);
  }

  private VolumeQueue volume(Series series) {
    VolumeQueue volume = volumes.get(series);
    if (volume == null) {
      throw new WorkersException.RecordRefused(
          "Writing to series "
              + series
              + ": this writer has volumes of "
              + volumes.keySet()
              + " only; nothing was written");
    }
    return volume;
  }
}
