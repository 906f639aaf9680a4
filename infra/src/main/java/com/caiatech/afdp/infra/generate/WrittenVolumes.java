package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.NewVolume;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Volumes that become visible when they are published.
///
/// @param volumes are closed with it
record WrittenVolumes(Map<Series, NewVolume> volumes) implements RecordVolumes {
  @Override
  public List<RecordRef> write(Series series, List<LedgerRecord> records, Instant recordedAt) {
    return Objects.requireNonNull(volumes.get(series), series::value)
        .write(records.stream().map(RecordToWrite::of).toList(), recordedAt);
  }

  @Override
  public void wrote() {}

  @Override
  public void publish() {
    volumes.values().forEach(NewVolume::publish);
  }

  @Override
  public void close() {
    volumes.values().forEach(NewVolume::close);
  }
}
