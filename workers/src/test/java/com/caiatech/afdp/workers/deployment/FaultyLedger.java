package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.LedgerActivities;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A real ledger with one fault around the first write of a step's record.
final class FaultyLedger implements LedgerActivities {
  private final LedgerActivities ledger;
  private final AtomicReference<@Nullable Fault> next = new AtomicReference<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private enum Act {
    FAIL_AFTER,
    HANG_AFTER,
    PRECEDE
  }

  private record Fault(Act act, String logicalStep) {}

  FaultyLedger(LedgerActivities ledger) {
    this.ledger = ledger;
  }

  /// Fails once the record stands.
  void failAfter(String logicalStep) {
    next.set(new Fault(Act.FAIL_AFTER, logicalStep));
  }

  /// Hangs once the record stands, until it is released: whoever called does not learn of it.
  void hangAfter(String logicalStep) {
    next.set(new Fault(Act.HANG_AFTER, logicalStep));
  }

  /// Lets another run write the record of the step first, as of a moment before.
  void precede(String logicalStep) {
    next.set(new Fault(Act.PRECEDE, logicalStep));
  }

  /// Whether the fault has happened, or none was asked for.
  boolean isHarmless() {
    return next.get() == null;
  }

  /// Whether the record stands after which this hangs.
  boolean hangs() {
    return reached.getCount() == 0;
  }

  void release() {
    released.countDown();
  }

  @Override
  public List<Receipt> write(List<RecordToWrite> records) {
    return faulty(record(records.getFirst()), () -> ledger.write(records));
  }

  @Override
  public CausedRecording.@Nullable Refused refusal(RecordToWrite record) {
    return ledger.refusal(record);
  }

  @Override
  public CausedRecording writeCaused(RecordToWrite record) {
    return faulty(record(record), () -> ledger.writeCaused(record));
  }

  private <T> T faulty(LedgerRecord first, Supplier<T> write) {
    Fault fault = next.get();
    if (fault == null
        || !fault.logicalStep().equals(first.header().logicalStep())
        || !next.compareAndSet(fault, null)) {
      return write.get();
    }
    if (fault.act() == Act.PRECEDE) {
      ledger.write(List.of(RecordToWrite.of(earlier(first))));
    }
    T written = write.get();
    switch (fault.act()) {
      case FAIL_AFTER ->
          throw FailureTypes.of(new WorkersException.LedgerUnavailable("the answer was lost"));
      case HANG_AFTER -> hang();
      case PRECEDE -> {}
    }
    return written;
  }

  /// An interruption does not end it, since a killed process is not told either.
  private void hang() {
    reached.countDown();
    boolean over = false;
    while (!over) {
      try {
        released.await();
        over = true;
      } catch (InterruptedException killed) {
        over = false;
      }
    }
  }

  private static LedgerRecord earlier(LedgerRecord record) {
    Header header = record.header();
    return LedgerRecord.of(
        new Header(
            header.kind(),
            header.subject(),
            header.logicalStep(),
            header.scope(),
            header.timestamp().minusMillis(1)),
        record.body());
  }

  private static LedgerRecord record(RecordToWrite toWrite) {
    return ((DecodedRecord.Valid) RecordCodec.decode(toWrite.bytes())).record();
  }
}
