package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Records that wait for each other, as in a worker's queue, and are then written together: those
/// of one series in one commit, all series at once. None waits longer than some seconds of the
/// model's time, and none past one that has to name it.
final class WaitingRecords implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(150);

  private final RecordVolumes volumes;
  private final ExecutorService series = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Series, List<Waiting>> waiting = new EnumMap<>(Series.class);
  private Instant oldest = Instant.MAX;
  private Instant newest = Instant.MIN;
  private long written;

  /// @param volumes are closed with it
  WaitingRecords(RecordVolumes volumes) {
    this.volumes = volumes;
  }

  private record Waiting(LedgerRecord record, Consumer<RecordRef> placed) {}

  /// Has a record written.
  ///
  /// @param placed told where it stands, before the next event that needs it
  void add(LedgerRecord record, Consumer<RecordRef> placed) {
    Instant at = record.header().timestamp();
    oldest = oldest.isBefore(at) ? oldest : at;
    newest = newest.isAfter(at) ? newest : at;
    waiting
        .computeIfAbsent(record.header().kind().series(), _ -> new ArrayList<>())
        .add(new Waiting(record, placed));
  }

  /// Writes what has waited long enough by then.
  void until(Instant moment) {
    if (!oldest.equals(Instant.MAX) && moment.isAfter(oldest.plus(LONGEST))) {
      write();
    }
  }

  /// Writes all.
  void write() {
    if (waiting.isEmpty()) {
      return;
    }
    Instant now = newest;
    Map<Series, CompletableFuture<List<RecordRef>>> refs = new EnumMap<>(Series.class);
    waiting.forEach(
        (one, records) -> {
          List<LedgerRecord> together = records.stream().map(Waiting::record).toList();
          refs.put(
              one, CompletableFuture.supplyAsync(() -> volumes.write(one, together, now), series));
        });
    refs.forEach((one, future) -> place(waiting.getOrDefault(one, List.of()), joined(future)));
    volumes.wrote();
    waiting.clear();
    oldest = Instant.MAX;
    newest = Instant.MIN;
  }

  private void place(List<Waiting> records, List<RecordRef> refs) {
    for (int i = 0; i < records.size(); i++) {
      records.get(i).placed().accept(refs.get(i));
    }
    written += refs.size();
  }

  private static List<RecordRef> joined(CompletableFuture<List<RecordRef>> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException fault ? fault : failed;
    }
  }

  /// Writes all, and makes the volumes visible.
  void publish() {
    write();
    volumes.publish();
  }

  /// How many were written.
  long written() {
    return written;
  }

  @Override
  public void close() {
    series.close();
    volumes.close();
  }
}
