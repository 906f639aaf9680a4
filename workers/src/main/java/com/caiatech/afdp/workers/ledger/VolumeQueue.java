package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.ledger.LedgerLimits;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

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

  List<Receipt> write(List<RecordToWrite> records) {
    Waiting waiting =
        new Waiting(records.stream().map(volume::check).toList(), new CompletableFuture<>());
    synchronized (queue) {
      if (closed) {
        throw new WorkersException.LedgerUnavailable(
            "Writing to a ledger: its writer is closed; nothing was written");
      }
      queue.add(waiting);
    }
    try {
      return waiting.receipts().join();
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
      List<GroupCommit.Outcome> outcomes = volume.commit(records);
      int from = 0;
      for (Waiting waiting : group) {
        int until = from + waiting.records().size();
        waiting.complete(outcomes.subList(from, until));
        from = until;
      }
    } catch (RuntimeException | Error fault) {
      group.forEach(waiting -> waiting.receipts().completeExceptionally(fault));
    }
  }

  private record Waiting(List<CheckedRecord> records, CompletableFuture<List<Receipt>> receipts) {
    long length() {
      return records.stream().mapToLong(record -> record.toWrite().json().length()).sum();
    }

    void complete(List<GroupCommit.Outcome> outcomes) {
      List<Receipt> stand = new ArrayList<>(outcomes.size());
      for (GroupCommit.Outcome outcome : outcomes) {
        switch (outcome) {
          case GroupCommit.Outcome.Stands(Receipt receipt) -> stand.add(receipt);
          case GroupCommit.Outcome.Refused(WorkersException reason) -> {
            receipts.completeExceptionally(reason);
            return;
          }
        }
      }
      receipts.complete(List.copyOf(stand));
    }
  }
}
