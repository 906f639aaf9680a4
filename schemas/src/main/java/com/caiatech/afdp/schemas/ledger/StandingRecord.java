package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.time.Instant;

/// A trusted record and its place; of several attempts at a record the first that counts.
///
/// @param index of its entry in the volume
/// @param path of its entry, which tells the attempt
/// @param recordedAt when the ledger took it
public record StandingRecord(
    VolumeName volume, long index, String path, Instant recordedAt, LedgerRecord record) {
  /// A reference to it.
  public RecordRef ref() {
    return new RecordRef(volume, index, path, record.tree().sha256());
  }
}
