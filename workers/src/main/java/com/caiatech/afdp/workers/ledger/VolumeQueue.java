package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.ledger.LedgerLimits;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/// The one queue and the one writing thread of a volume: what waits together is written together.
public final class VolumeQueue implements AutoCloseable {
  /// The most records that one commit takes, so that no caller waits for an endless group.
  static final int MAX_GROUP = 1_000;

  private static final Waiting END = new Waiting(List.of(), new CompletableFuture<>());

  private final GroupCommit volume;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private boolean closed; // guarded by queue

  VolumeQueue(String name, GroupCommit volume) {
    this.volume = volume;
    this.thread = Thread.ofVirtual().name("ledger-" + name).start(this::run);
  }

  void requireIntent(RecordToWrite record) {
    volume.requireIntent(volume.check(record));
  }

  /// Makes the records durable in one commit.
  ///
  /// @throws WorkersException where one of them may not be written: for the first
  List<Receipt> write(List<RecordToWrite> records) {
    List<Receipt> receipts = new ArrayList<>(records.size());
    for (RecordOutcome outcome : outcomes(records.stream().map(volume::check).toList())) {
      switch (outcome) {
        case RecordOutcome.Stands(Receipt receipt) -> receipts.add(receipt);
        case RecordOutcome.Refused(WorkersException reason) -> throw reason;
      }
    }
    return List.copyOf(receipts);
  }

  /// Makes those records durable in one commit that may be written.
  ///
  /// @return one outcome a record, in the same order
  List<RecordOutcome> writeEach(List<RecordToWrite> records) {
    List<CheckedRecord> checked = new ArrayList<>(records.size());
    Map<Integer, RecordOutcome> refused = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      try {
        checked.add(volume.check(records.get(i)));
      } catch (WorkersException.RecordRefused reason) {
        refused.put(i, new RecordOutcome.Refused(reason));
      }
    }
    Iterator<RecordOutcome> written = outcomes(checked).iterator();
    return IntStream.range(0, records.size())
        .mapToObj(i -> Optional.ofNullable(refused.get(i)).orElseGet(written::next))
        .toList();
  }

  private List<RecordOutcome> outcomes(List<CheckedRecord> records) {
    Waiting waiting = new Waiting(records, new CompletableFuture<>());
    synchronized (queue) {
      if (closed) {
        throw new WorkersException.LedgerUnavailable(
            "Writing to a ledger: its writer is closed; nothing was written");
      }
      queue.add(waiting);
    }
    try {
      return waiting.outcomes().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException fault ? fault : failed;
    }
  }

  ConsistencyToken consistencyToken() {
    return volume.consistencyToken();
  }

  /// Ends the thread once all that waits is written; what comes later is refused.
  @Override
  public void close() {
    synchronized (queue) {
      if (!closed) {
        closed = true;
        queue.add(END);
      }
    }
    try {
      thread.join();
      volume.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      List<Waiting> group = nextGroup();
      while (!group.contains(END)) {
        writeGroup(group);
        group = nextGroup();
      }
      group.remove(END);
      writeGroup(group);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("nobody interrupts the writer of a volume", stopped);
    }
  }

  private List<Waiting> nextGroup() throws InterruptedException {
    List<Waiting> group = new ArrayList<>();
    Waiting next = queue.take();
    int size = 0;
    long length = 0;
    while (next != null) {
      group.add(next);
      size += next.records().size();
      length += next.length();
      next = size < MAX_GROUP && length < LedgerLimits.WRITTEN_LENGTH ? queue.poll() : null;
    }
    return group;
  }

  private void writeGroup(List<Waiting> group) {
    if (group.isEmpty()) {
      return;
    }
    List<CheckedRecord> records = group.stream().flatMap(w -> w.records().stream()).toList();
    try {
      List<RecordOutcome> outcomes = volume.commit(records);
      int from = 0;
      for (Waiting waiting : group) {
        int until = from + waiting.records().size();
        waiting.outcomes().complete(List.copyOf(outcomes.subList(from, until)));
        from = until;
      }
    } catch (RuntimeException | Error fault) {
      group.forEach(waiting -> waiting.outcomes().completeExceptionally(fault));
    }
  }

  private record Waiting(
      List<CheckedRecord> records, CompletableFuture<List<RecordOutcome>> outcomes) {
    long length() {
      return records.stream().mapToLong(record -> record.toWrite().json().length()).sum();
    }
  }
}
