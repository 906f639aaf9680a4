package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.LedgerActivities;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// What a deployment leaves behind: its records in the ledgers and the progress that a query tells.
/// Records get their bytes here, from the workflow's time, so that a write that is repeated means
/// the same bytes; a cancellation never interrupts a write. What stands already is adopted, and a
/// record that stands with other bytes is told as `contested`.
final class Chronicle {
  private static final Logger LOG = Workflow.getLogger(Chronicle.class);

  private final LedgerActivities ledger =
      Workflow.newLocalActivityStub(
          LedgerActivities.class, Retries.shortLocal(CourseLimits.RECORD_WITHIN));
  private final DeploymentStart start;
  private final Instant startedAt = now();
  private final List<RecordRef> records = new ArrayList<>();
  private final List<ProgressEvent> events = new ArrayList<>();
  private DeploymentPhase phase = DeploymentPhase.PREPARING;
  private List<TrafficShare> traffic = List.of();
  private @Nullable Integer step;

  /// A record to be: the step that leaves it and what it says.
  record Entry(String logicalStep, RecordBody body) {}

  Chronicle(DeploymentStart start) {
    this.start = start;
  }

  /// The workflow's time.
  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  Instant startedAt() {
    return startedAt;
  }

  /// The final bytes of a record of this deployment.
  RecordToWrite encode(RecordKind kind, Entry entry) {
    return RecordToWrite.of(LedgerRecord.of(header(kind, entry.logicalStep()), entry.body()));
  }

  /// The final bytes of a record of this deployment that a person caused.
  RecordToWrite encode(String logicalStep, RecordInput input) {
    return RecordToWrite.of(LedgerRecord.of(header(input.kind(), logicalStep), input));
  }

  private Header header(RecordKind kind, String logicalStep) {
    return new Header(
        kind,
        start.deploymentId().subject(),
        logicalStep,
        Scope.of(start.environment(), start.service()),
        now());
  }

  /// Makes the records of one step durable together.
  List<Receipt> write(RecordKind kind, List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    return write(entries.stream().map(entry -> encode(kind, entry)).toList());
  }

  List<Receipt> write(List<RecordToWrite> encoded) {
    List<Receipt> receipts = uninterrupted(() -> ledger.write(encoded));
    for (int i = 0; i < encoded.size(); i++) {
      recorded(receipts.get(i));
      tellWhereContested(encoded.get(i), receipts.get(i));
    }
    return receipts;
  }

  private void tellWhereContested(RecordToWrite encoded, Receipt receipt) {
    if (!receipt.ref().sha256().equals(encoded.sha256())) {
      String contested =
          "contested: %s stands with other bytes than this run made, sha256 %s instead of %s; what stands counts"
              .formatted(receipt.ref().path(), receipt.ref().sha256(), encoded.sha256());
      LOG.warn("{}", contested);
      tell(contested);
    }
  }

  Receipt write(RecordKind kind, String logicalStep, RecordBody body) {
    return write(kind, List.of(new Entry(logicalStep, body))).getFirst();
  }

  /// Makes a record durable that a person caused, once its intent is verified.
  CausedRecording writeCaused(String logicalStep, RecordInput input) {
    RecordToWrite encoded = encode(logicalStep, input);
    CausedRecording recording = uninterrupted(() -> ledger.writeCaused(encoded));
    if (recording instanceof CausedRecording.Recorded(Receipt receipt)) {
      recorded(receipt);
    }
    return recording;
  }

  /// Takes note of a record that an activity wrote.
  void recorded(Receipt receipt) {
    if (!records.contains(receipt.ref())) {
      records.add(receipt.ref());
    }
  }

  /// Every record so far, in the order in which they became durable.
  List<RecordRef> records() {
    return List.copyOf(records);
  }

  void enter(DeploymentPhase next, String message) {
    phase = next;
    tell(message, null);
  }

  void tell(String message) {
    tell(message, null);
  }

  /// Takes note of the step of the plan that is under way.
  ///
  /// @param number counts from 1; null once none is
  void step(@Nullable Integer number) {
    step = number;
  }

  @Nullable Integer step() {
    return step;
  }

  /// Where in its course the deployment is, for people.
  Reason whereabouts() {
    return step == null
        ? Reason.of("{}").with(phase)
        : Reason.of("{} at step {}").with(phase).with(step);
  }

  void traffic(List<TrafficShare> now) {
    traffic = now;
  }

  List<TrafficShare> traffic() {
    return traffic;
  }

  void end(DeploymentStatus status, String message) {
    phase = DeploymentPhase.ENDED;
    tell(message, status);
  }

  DeploymentPhase phase() {
    return phase;
  }

  DeploymentProgress progress() {
    return new DeploymentProgress(start.deploymentId(), events, phase == DeploymentPhase.ENDED);
  }

  /// Ends the workflow task, which lasted as long as a record took to write. What ended in that
  /// time is known in the next one and not cancelled then: Temporal's in-process service takes the
  /// cancellation of an activity that has ended for a fault of the task, and loses the update.
  static void awaitNextTask() {
    Workflow.sleep(Duration.ofMillis(1));
  }

  /// Runs to its end even where the surrounding scope is or gets cancelled.
  static <T> T uninterrupted(Supplier<T> work) {
    AtomicReference<T> result = new AtomicReference<>();
    Workflow.newDetachedCancellationScope(() -> result.set(work.get())).run();
    return result.get();
  }

  private void tell(String message, @Nullable DeploymentStatus status) {
    events.add(new ProgressEvent(events.size() + 1, now(), phase, step, message, traffic, status));
  }
}
