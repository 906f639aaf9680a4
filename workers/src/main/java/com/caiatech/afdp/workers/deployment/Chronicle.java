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
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.deployment.Backlog.Pending;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// What a deployment leaves behind: its records in the ledgers and the progress that a query tells.
/// Records get their bytes here, from the workflow's time, so that a write that is repeated means
/// the same bytes; a cancellation ends the wait for a write and never the write. What stands
/// already is adopted, and a record that stands with other bytes is told as `contested`.
final class Chronicle {
  private static final Logger LOG = Workflow.getLogger(Chronicle.class);

  /// All of the traffic, in percent.
  static final int ALL = 100;

  /// After which it is told that the ledgers are waited for.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Backlog backlog =
      new Backlog(this::actsFirst, this::recordsBesideWork, this::settled);
  private final DeploymentStart start;
  private final Instant startedAt = now();
  private final List<RecordRef> records = new ArrayList<>();
  private final List<ProgressEvent> events = new ArrayList<>();
  private final List<Pending> unawaited = new ArrayList<>();
  private boolean actsFirst;
  private boolean besideWork;
  private boolean tellsServing;
  private boolean ahead;
  private DeploymentPhase phase = DeploymentPhase.PREPARING;
  private List<TrafficShare> traffic = List.of();
  private @Nullable Duration servedAfter;
  private @Nullable Integer step;
  private @Nullable Pending newest;

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
  RecordToWrite encode(RecordKind kind, String logicalStep, RecordBody body) {
    return RecordToWrite.of(LedgerRecord.of(header(kind, logicalStep), body));
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

  /// Lets what makes safe act before it is recorded, and records be written beside what follows
  /// them. Runs that began before there was that wait for each record, also where they are aborted,
  /// and their closed manifests do not tell when they served.
  void begin() {
    int version =
        Workflow.getVersion(
            "what makes safe does not wait for its record", Workflow.DEFAULT_VERSION, 3);
    actsFirst = version >= 1;
    besideWork = version >= 2;
    tellsServing = version >= 3;
  }

  boolean actsFirst() {
    return actsFirst;
  }

  private boolean recordsBesideWork() {
    return besideWork;
  }

  /// Goes ahead of the records, from the request on, until {@link #awaitDurable()}: nothing waits
  /// for one to be durable.
  ///
  /// @param request has it recorded, once a ledger takes it
  Pending goAhead(RecordToWrite request) {
    ahead = true;
    backlog.hold();
    return backlog.addReliedOn(request);
  }

  /// Has nothing recorded before {@link #catchUp()}, so that no ledger that hangs delays a step.
  void putOff() {
    backlog.hold();
  }

  /// Has recorded what was put off, beside what goes on.
  void catchUp() {
    backlog.release();
  }

  boolean isAhead() {
    return ahead;
  }

  /// Adds a record whose bytes are made once everything before it is settled.
  Pending addMadeLater(String logicalStep, Supplier<RecordToWrite> bytes) {
    Pending pending = backlog.addMadeLater(logicalStep, bytes);
    unawaited.add(pending);
    return pending;
  }

  /// Adds a record to those that are to be durable.
  Pending add(RecordToWrite encoded) {
    Pending pending = backlog.add(encoded);
    newest = pending;
    return pending;
  }

  /// Waits until the record is durable, but for a deployment that goes ahead. An abort ends the
  /// wait and not the writing.
  ///
  /// @throws TemporalFailure where it could not be written
  void await(Pending pending) {
    if (ahead) {
      unawaited.add(pending);
    } else {
      awaitSettled(pending::isSettled);
      pending.outcome();
    }
  }

  /// Makes a record durable.
  Pending write(RecordToWrite encoded) {
    Pending pending = add(encoded);
    await(pending);
    return pending;
  }

  /// Has a record written once those before it are, and goes on.
  ///
  /// @see #awaitDurable()
  void writeLater(RecordToWrite encoded) {
    if (actsFirst) {
      unawaited.add(add(encoded));
    } else {
      write(encoded);
    }
  }

  /// Waits for what is before the newest record, which is written beside what follows it; for what
  /// goes ahead nothing is waited for.
  ///
  /// @throws TemporalFailure where something of it could not be written
  void keepUp(Pending newest) {
    if (besideWork && !ahead) {
      unawaited.add(newest);
      await(this::isOneBehind);
    } else {
      await(newest);
    }
  }

  /// Waits until everything that happened is in the ledgers.
  ///
  /// @throws TemporalFailure where something of it could not be written; it is thrown once
  void awaitDurable() {
    await(this::isDurable);
  }

  /// Waits until the ledgers hold what they are to hold; from then on nothing goes ahead of them.
  ///
  /// @param durable {@link #isDurable} or {@link #isOneBehind}
  /// @throws TemporalFailure where something could not be written; it is thrown once
  void await(BooleanSupplier durable) {
    catchUp();
    awaitSettled(durable::getAsBoolean);
    ahead = false;
    List<Pending> settled = unawaited.stream().filter(Pending::isSettled).toList();
    unawaited.removeAll(settled);
    settled.forEach(Pending::outcome);
  }

  /// Waits until everything that happened is in the ledgers, or until that is enough.
  void awaitDurableOr(Supplier<Boolean> enough) {
    catchUp();
    awaitSettled(() -> isDurable() || enough.get());
  }

  /// Whether everything that happened is in the ledgers, or never will be.
  boolean isDurable() {
    return backlog.isEmpty();
  }

  /// The same for everything but the newest record.
  boolean isOneBehind() {
    return besideWork ? backlog.isEmptyUpTo(newest) : isDurable();
  }

  /// Waits a short time until the ledgers hold what they are to hold, and tells where they do not.
  ///
  /// @param durable {@link #isDurable} or {@link #isOneBehind}
  boolean isSoon(BooleanSupplier durable) {
    catchUp();
    return !actsFirst || isSettledSoon(durable::getAsBoolean);
  }

  private void awaitSettled(Supplier<Boolean> settled) {
    if (!actsFirst) {
      uninterrupted(
          () -> {
            Workflow.await(settled);
            return settled;
          });
    } else if (!isSettledSoon(settled)) {
      Workflow.await(settled);
    }
  }

  /// Needs no timer, and so no event: each attempt to write lets the time be looked at.
  private boolean isSettledSoon(Supplier<Boolean> settled) {
    if (settled.get()) {
      return true;
    }
    backlog.hurry();
    long until = Workflow.currentTimeMillis() + PATIENCE.toMillis();
    Workflow.await(() -> settled.get() || Workflow.currentTimeMillis() >= until);
    if (!settled.get()) {
      tell("waits for the ledgers, which do not take its records: " + unrecorded());
    }
    return settled.get();
  }

  private void settled(Pending pending) {
    pending.fault().ifPresent(fault -> tell("not recorded: " + FailureTypes.reason(fault)));
    pending
        .receipt()
        .ifPresent(
            receipt -> {
              recorded(receipt);
              if (!pending.isCaused()) {
                tellWhereContested(pending.record(), receipt);
              }
            });
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

  /// Makes a record durable that a person caused, once its intent is verified.
  CausedRecording writeCaused(RecordToWrite encoded) {
    Pending pending = backlog.addCaused(encoded);
    backlog.hurry();
    Workflow.await(pending::isSettled);
    return pending.outcome();
  }

  /// The same for a request that has had its effect: what it came to soon.
  ///
  /// @return nothing where its ledger does not take it now, and will later
  Optional<CausedRecording> writeCausedSoon(RecordToWrite encoded) {
    Pending pending = backlog.addCausedFromNextTask(encoded);
    return Workflow.await(PATIENCE, pending::isSettled)
        ? Optional.of(pending.outcome())
        : Optional.empty();
  }

  /// Why what a person caused may not be written, as far as is known without its ledger.
  Optional<CausedRecording.Refused> refusal(RecordToWrite caused) {
    return backlog.refusal(caused);
  }

  /// The logical steps of what is not in the ledgers yet.
  List<String> unrecorded() {
    return backlog.logicalSteps();
  }

  /// Takes note of a record that an activity wrote.
  void recorded(Receipt receipt) {
    recorded(receipt.ref());
  }

  /// Takes note of a record that stands.
  void recorded(RecordRef ref) {
    if (!records.contains(ref)) {
      records.add(ref);
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
    if (tellsServing
        && servedAfter == null
        && now.contains(new TrafficShare(start.deploymentId(), ALL))) {
      servedAfter = Duration.between(startedAt, now());
    }
  }

  /// From the request until all traffic went to this deployment; null while it never did.
  @Nullable Duration servedAfter() {
    return servedAfter;
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
