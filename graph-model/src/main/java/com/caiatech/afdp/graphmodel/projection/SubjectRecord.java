package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.time.Instant;
import java.util.Comparator;

/// A trusted record and its place.
///
/// @param index the index of its entry in the volume
/// @param attempt which one at this record, as its path tells
/// @param recordedAt when the ledger took it
public record SubjectRecord(
    VolumeName volume, long index, int attempt, Instant recordedAt, LedgerRecord record)
    implements Comparable<SubjectRecord> {
  /// The order of places in the ledgers: the volume, then the index.
  static final Comparator<SubjectRecord> PLACE =
      Comparator.comparing(SubjectRecord::volume).thenComparingLong(SubjectRecord::index);

  private static final Comparator<SubjectRecord> ORDER =
      Comparator.comparing(SubjectRecord::recordedAt).thenComparing(PLACE);

  /// The same as a verdict on its subject takes it.
  StandingRecord standing() {
    String path = LedgerPath.of(record.header()).attempt(attempt).text();
    return new StandingRecord(volume, index, path, recordedAt, record);
  }

  /// The record's id.
  public RecordId recordId() {
    return record.header().recordId();
  }

  /// The order in which facts are derived: recorded time, then place.
  @Override
  public int compareTo(SubjectRecord other) {
    return ORDER.compare(this, other);
  }
}
