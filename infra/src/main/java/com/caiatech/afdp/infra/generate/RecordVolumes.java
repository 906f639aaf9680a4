package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.List;

/// Where the records of all series go, each series in a commit at a time.
interface RecordVolumes extends AutoCloseable {
  /// Writes records, which are new, in one commit. Several series may be written at once.
  ///
  /// @return where they stand, in the same order
  List<RecordRef> write(Series series, List<LedgerRecord> records, Instant recordedAt);

  /// All series were written that are written together.
  void wrote();

  /// There is nothing more to write.
  void publish();

  @Override
  void close();
}
