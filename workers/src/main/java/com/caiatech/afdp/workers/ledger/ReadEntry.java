package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An entry as it was read, and the verdict on it.
///
/// @param recordedAt when the ledger took it; absent where nothing tells it
public record ReadEntry(
    RecordRef ref, Verdict verdict, @Nullable Instant recordedAt, AddedFile file) {
  /// The record, where the entry counts.
  public Optional<LedgerRecord> trusted() {
    return verdict instanceof Verdict.Trusted trusted
        ? Optional.of(trusted.record())
        : Optional.empty();
  }

  /// The record with its place, where the entry counts.
  public Optional<StandingRecord> standing() {
    return trusted()
        .flatMap(
            record ->
                Optional.ofNullable(recordedAt)
                    .map(
                        at ->
                            new StandingRecord(ref.volume(), ref.index(), ref.path(), at, record)));
  }

  /// The record, whether the entry counts or not.
  public Optional<LedgerRecord> record() {
    return trusted()
        .or(
            () ->
                file.bytes().map(RecordCodec::decode).stream()
                    .filter(DecodedRecord.Valid.class::isInstance)
                    .map(decoded -> ((DecodedRecord.Valid) decoded).record())
                    .findFirst());
  }
}
