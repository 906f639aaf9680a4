package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.LedgerActivities;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The records of a deployment on their way into the ledgers, written in the order in which they
/// came. An outage is waited for here; who needs a record to be durable waits with it, and nobody
/// else does.
final class Backlog {
  private static final Duration JUDGE_WITHIN = Duration.ofSeconds(5);
  private static final Duration NEXT_TASK = Duration.ofMillis(1);

  private final LedgerActivities ledger =
      Workflow.newLocalActivityStub(
          LedgerActivities.class, Retries.throughOutages(CourseLimits.RECORD_WITHIN));
  private final LedgerActivities judgement =
      Workflow.newLocalActivityStub(LedgerActivities.class, Retries.shortLocal(JUDGE_WITHIN));
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Consumer<Pending> settled;
  private final BooleanSupplier inOrder;
  private final BooleanSupplier besideWork;
  private boolean draining;
  private boolean hurried;
  private boolean held;
  private @Nullable TemporalFailure broken;

  /// @param inOrder whether a record waits for those before it, as it did not in runs that began
  ///   before there was a backlog
  /// @param besideWork whether a record that nobody waits for is written beside what is begun after
  ///   it, as it was not in runs that began before that
  /// @param settled is told of each record once it is durable or never will be
  Backlog(BooleanSupplier inOrder, BooleanSupplier besideWork, Consumer<Pending> settled) {
    this.inOrder = inOrder;
    this.besideWork = besideWork;
    this.settled = settled;
  }

  /// A record that is to be durable.
  static final class Pending {
    private final String logicalStep;
    private final Supplier<RecordToWrite> bytes;
    private final boolean caused;
    private boolean reliedOn;
    private @Nullable RecordToWrite record;
    private @Nullable CausedRecording outcome;
    private @Nullable TemporalFailure fault;

    private Pending(String logicalStep, Supplier<RecordToWrite> bytes, boolean caused) {
      this.logicalStep = logicalStep;
      this.bytes = bytes;
      this.caused = caused;
    }

    private static Pending of(RecordToWrite record, boolean caused) {
      Pending pending = new Pending(record.decoded().header().logicalStep(), () -> record, caused);
      pending.record = record;
      return pending;
    }

    private boolean isMade() {
      return record != null;
    }

    /// Its bytes, which are made here where they were not before.
    RecordToWrite record() {
      RecordToWrite made = record;
      if (made == null) {
        made = bytes.get();
        record = made;
      }
      return made;
    }

    boolean isCaused() {
      return caused;
    }

    /// Whether it is durable or never will be.
    boolean isSettled() {
      return outcome != null || fault != null;
    }

    /// The receipt, once it is durable.
    Optional<Receipt> receipt() {
      return outcome instanceof CausedRecording.Recorded(Receipt receipt)
          ? Optional.of(receipt)
          : Optional.empty();
    }

    /// Where it stands, once it is durable.
    Optional<RecordRef> ref() {
      return receipt().map(Receipt::ref);
    }

    /// Whether what is durable has the bytes that this run gave it, and not those of another one.
    boolean stands() {
      return ref().filter(ref -> ref.sha256().equals(record().sha256())).isPresent();
    }

    /// Why it could not be written.
    Optional<TemporalFailure> fault() {
      return Optional.ofNullable(fault);
    }

    /// What became of it, once it is settled.
    ///
    /// @throws TemporalFailure where it could not be written
    CausedRecording outcome() {
      if (fault != null) {
        throw fault;
      }
      return Optional.ofNullable(outcome).orElseThrow();
    }

    /// Where it stands, once it is settled.
    ///
    /// @throws TemporalFailure where it does not
    RecordRef standing() {
      return switch (outcome()) {
        case CausedRecording.Recorded(Receipt receipt) -> receipt.ref();
        case CausedRecording.Refused(RefusalReason _, Reason why) ->
            throw FailureTypes.recordRefused(why);
      };
    }
  }

  /// Adds a record that this workflow states itself.
  Pending add(RecordToWrite record) {
    return add(Pending.of(record, false));
  }

  /// The same for one whose bytes are made once everything before it is settled. Where they cannot
  /// be made, nothing after it is written either.
  Pending addMadeLater(String logicalStep, Supplier<RecordToWrite> bytes) {
    return add(new Pending(logicalStep, bytes, false));
  }

  /// Adds a record that a person caused; its intent is verified when it is written.
  Pending addCaused(RecordToWrite record) {
    return add(Pending.of(record, true));
  }

  /// The same for the request that all which follows relies on: where it is refused, nothing after
  /// it is written either.
  Pending addReliedOn(RecordToWrite request) {
    Pending pending = Pending.of(request, true);
    pending.reliedOn = true;
    return add(pending);
  }

  /// The same for a request that has its effect in this task, which does not wait for a ledger.
  Pending addCausedFromNextTask(RecordToWrite record) {
    Pending pending = Pending.of(record, true);
    waiting.add(pending);
    drainBeside(
        () -> {
          Chronicle.awaitNextTask();
          drain();
        });
    return pending;
  }

  private Pending add(Pending pending) {
    waiting.add(pending);
    if (besideWork.getAsBoolean()) {
      drainBeside(this::drainOnceBegun);
    } else if (inOrder.getAsBoolean()) {
      drainBeside(this::drain);
    } else {
      beside(() -> writeAlone(pending));
    }
    return pending;
  }

  /// Has written what waits at once, since somebody waits for it.
  void hurry() {
    hurried = draining;
  }

  /// Temporal's SDK has an activity begun once the workflow's task ends, which lasts as long as the
  /// local activities in it: what is begun in this task is begun before a record is written.
  private void drainOnceBegun() {
    if (!hurried) {
      Workflow.await(NEXT_TASK, () -> hurried);
    }
    drain();
  }

  /// Tries to write nothing until {@link #release}: an attempt that lasts keeps the workflow from
  /// having anything else begun.
  void hold() {
    held = true;
  }

  /// Goes on writing.
  void release() {
    if (held) {
      held = false;
      drainBeside(this::drain);
    }
  }

  private void drainBeside(Functions.Proc drain) {
    if (!draining && !held) {
      draining = true;
      beside(drain);
    }
  }

  /// Does it beside what goes on, out of the reach of a cancellation.
  private static void beside(Functions.Proc work) {
    Workflow.newDetachedCancellationScope(() -> Async.procedure(work)).run();
  }

  /// Whether everything is durable, or never will be.
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// The same for everything before the record.
  boolean isEmptyUpTo(@Nullable Pending record) {
    return waiting.isEmpty() || waiting.getFirst().equals(record);
  }

  /// The logical steps of what is not durable yet, in the order in which it is written.
  List<String> logicalSteps() {
    return waiting.stream().map(pending -> pending.logicalStep).toList();
  }

  /// Why what a person caused may not be written, as far as is known without its ledger.
  Optional<CausedRecording.Refused> refusal(RecordToWrite caused) {
    try {
      return Optional.ofNullable(judgement.refusal(caused));
    } catch (ActivityFailure failure) {
      return Optional.of(
          new CausedRecording.Refused(
              RefusalReason.UNAVAILABLE,
              Reason.of("whether it is meant cannot be judged now, and nothing was done: {}")
                  .with(FailureTypes.reason(failure))));
    }
  }

  private void drain() {
    try {
      while (!held && !waiting.isEmpty()) {
        Pending first = waiting.getFirst();
        if (broken != null) {
          fail(first, broken);
        } else if (!first.isMade()) {
          make(first);
        } else if (first.caused || besideWork.getAsBoolean()) {
          writeAlone(first);
        } else {
          write(waiting.stream().takeWhile(it -> it.isMade() && !it.caused).toList());
        }
      }
    } finally {
      draining = false;
      hurried = false;
    }
  }

  private void make(Pending pending) {
    try {
      pending.record();
    } catch (TemporalFailure failure) {
      broken = failure;
    }
  }

  /// Runs that began before records were written beside work wrote together what waited together,
  /// each alone where one was refused. The entries of a commit stand in the order of their paths,
  /// which is not the one in which they came.
  private void write(List<Pending> together) {
    try {
      List<Receipt> receipts = ledger.write(together.stream().map(Pending::record).toList());
      for (int i = 0; i < together.size(); i++) {
        settle(together.get(i), new CausedRecording.Recorded(receipts.get(i)));
      }
    } catch (ActivityFailure failure) {
      if (together.size() > 1 && FailureTypes.is(failure, FailureTypes.RECORD_REFUSED)) {
        together.forEach(pending -> write(List.of(pending)));
      } else {
        together.forEach(pending -> fail(pending, failure));
      }
    }
  }

  private void writeAlone(Pending pending) {
    if (!pending.caused) {
      write(List.of(pending));
      return;
    }
    try {
      settle(pending, ledger.writeCaused(pending.record()));
    } catch (ActivityFailure failure) {
      fail(pending, failure);
    }
  }

  private void settle(Pending pending, CausedRecording outcome) {
    if (pending.reliedOn
        && outcome instanceof CausedRecording.Refused(RefusalReason _, Reason why)) {
      broken = FailureTypes.recordRefused(why);
    }
    pending.outcome = outcome;
    waiting.remove(pending);
    settled.accept(pending);
  }

  private void fail(Pending pending, TemporalFailure fault) {
    pending.fault = fault;
    waiting.remove(pending);
    settled.accept(pending);
  }
}
