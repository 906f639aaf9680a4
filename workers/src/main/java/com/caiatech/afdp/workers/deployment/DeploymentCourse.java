package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.platform.QueueRule;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.workers.activity.AdmissionActivities;
import com.caiatech.afdp.workers.activity.AdmissionReading;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StandingRefs;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.lock.LockClaim;
import com.caiatech.afdp.workers.lock.LockPlace;
import com.caiatech.afdp.workers.lock.LockPolicy;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The course of one deployment or rollback: request durable → turn in the queue → plan → manifest
/// opened → checks → approvals → rollout → checks → manifest closed. Whatever happens after the
/// request is durable, the manifest is closed and the lock is given back.
final class DeploymentCourse {
  /// After which a rollback looks for what it can do without the ledgers.
  private static final Duration ADMITTED_SOON = Duration.ofSeconds(3);

  private final DeploymentStart start;
  private final DeploymentType type;
  private final Chronicle chronicle;
  private final ApprovalDesk approvals;
  private final AbortSwitch aborts;
  private final Steering steering;
  private final TurnInQueue turn;
  private final Execution execution;
  private final AdmissionActivities admissions =
      Workflow.newLocalActivityStub(
          AdmissionActivities.class, Retries.shortAttempts(CourseLimits.ADMIT_WITHIN));
  private @Nullable RequestOutcome admission;

  DeploymentCourse(DeploymentStart start, DeploymentType type) {
    this.start = start;
    this.type = type;
    this.chronicle = new Chronicle(start);
    this.approvals = new ApprovalDesk(start.deploymentId(), chronicle);
    this.aborts = new AbortSwitch(chronicle);
    this.steering = new Steering(chronicle);
    this.turn = new TurnInQueue(start, chronicle);
    this.execution = new Execution(start, chronicle, approvals, steering);
  }

  DeploymentStatus run() {
    chronicle.begin();
    DeploymentStatus status =
        switch (reading()) {
          case AdmissionReading.Refused(RefusalReason reason, Reason message) ->
              refuse(reason, message.text());
          case AdmissionReading.Closed(Receipt receipt, DeploymentStatus before) -> {
            answer(new RequestOutcome.Admitted(receipt, 0, null));
            chronicle.end(before, "the same request has run before");
            yield before;
          }
          case AdmissionReading.Abandoned(
                  Receipt receipt,
                  StandingRefs standing,
                  Rollout rollout) -> {
            chronicle.recorded(receipt);
            execution.found(standing, rollout);
            answer(new RequestOutcome.Admitted(receipt, 0, null));
            yield finish(
                new Ending(
                    DeploymentStatus.LOST,
                    Reason.of(
                        "an earlier run of this request ended without closing its manifest")));
          }
          case AdmissionReading.Open(Receipt receipt, CourseLimits limits, QueueRule queue) -> {
            chronicle.recorded(receipt);
            yield proceed(
                limits,
                Objects.requireNonNullElse(queue, QueueRule.FIFO),
                (position, behind) -> new RequestOutcome.Admitted(receipt, position, behind),
                () -> execution.run(receipt.ref(), limits));
          }
          case AdmissionReading.Unrecorded(RecordToWrite request, CourseLimits limits) -> {
            Backlog.Pending pending = chronicle.goAhead(request);
            yield proceed(
                limits,
                QueueRule.FIFO,
                (_, behind) -> new RequestOutcome.Acting(chronicle.unrecorded(), behind),
                () -> execution.runAhead(pending, limits));
          }
        };
    close();
    Workflow.await(Workflow::isEveryHandlerFinished);
    return status;
  }

  Answer admit() {
    Workflow.await(() -> admission != null);
    return new Answer(start.input(), Optional.ofNullable(admission).orElseThrow());
  }

  Answer decide(DecisionRequest request) {
    Workflow.await(() -> admission != null);
    return new Answer(request.input(), approvals.decide(request));
  }

  Answer abort(SteeringRequest request) {
    Workflow.await(() -> admission != null);
    return new Answer(request.input(), aborts.abort(request));
  }

  Answer steer(SteeringRequest request) {
    Workflow.await(() -> admission != null);
    return new Answer(request.input(), steering.steer(request));
  }

  /// Refuses what does not fit the state of the deployment, before it leaves an event.
  void requireDecidable(DecisionRequest request) {
    require(approvals.problem(request));
  }

  /// The same for a request to abort.
  void requireAbortable(SteeringRequest request) {
    require(aborts.problem(request));
  }

  /// The same for what else is asked of a running deployment.
  void requireSteerable(SteeringRequest request) {
    require(steering.problem(request));
  }

  /// Before the admission nothing is known to refuse by: the request then waits for it.
  private void require(Optional<Unfit> problem) {
    if (admission != null && problem.isPresent()) {
      throw problem.get().failure();
    }
  }

  /// From now on it is too late to ask for anything.
  private void close() {
    aborts.close();
    steering.close();
  }

  DeploymentProgress progress() {
    return chronicle.progress();
  }

  void granted() {
    turn.granted();
  }

  /// A rollback that has begun gets somewhere healthy sooner than by being undone: who comes after
  /// it waits.
  void preempted(LockClaim by) {
    if (by.goesAhead()) {
      execution.giveWay();
    }
    if (type != DeploymentType.ROLLBACK || !execution.hasBegun()) {
      aborts.preempt(by);
    }
  }

  private AdmissionReading reading() {
    RequestedAction expected =
        type == DeploymentType.ROLLBACK ? RequestedAction.ROLLBACK : RequestedAction.DEPLOY;
    if (start.request().action() != expected) {
      return new AdmissionReading.Refused(
          RefusalReason.INVALID_INPUT,
          Reason.of("expected a request to {}, found one to {}")
              .with(expected)
              .with(start.request().action()));
    }
    RecordToWrite request;
    try {
      request = chronicle.encode(LogicalStep.REQUEST, start.input());
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded malformed) {
      return new AdmissionReading.Refused(RefusalReason.INVALID_INPUT, Reason.ofInput(malformed));
    }
    try {
      return soon(request).orElseGet(() -> admissions.admit(start, request));
    } catch (ActivityFailure failure) {
      return new AdmissionReading.Refused(refusalOf(failure), FailureTypes.reason(failure));
    }
  }

  /// What becomes of a rollback soon: a ledger takes it, or none does and it may go ahead. Nothing
  /// where it has to wait for the ledgers.
  private Optional<AdmissionReading> soon(RecordToWrite request) {
    if (type != DeploymentType.ROLLBACK
        || Workflow.getVersion(
                "a rollback does not wait for its request", Workflow.DEFAULT_VERSION, 1)
            == Workflow.DEFAULT_VERSION) {
      return Optional.empty();
    }
    AdmissionActivities hurried =
        Workflow.newLocalActivityStub(AdmissionActivities.class, Retries.shortLocal(ADMITTED_SOON));
    try {
      return Optional.of(hurried.admit(start, request));
    } catch (ActivityFailure failure) {
      if (!FailureTypes.isLate(failure)) {
        throw failure;
      }
    }
    try {
      return Optional.ofNullable(hurried.unrecorded(start, request));
    } catch (ActivityFailure unjudged) {
      return Optional.empty();
    }
  }

  private static RefusalReason refusalOf(ActivityFailure failure) {
    if (FailureTypes.is(failure, FailureTypes.LEDGER_STOPPED)) {
      return RefusalReason.LEDGER_STOPPED;
    }
    return FailureTypes.isLate(failure) ? RefusalReason.UNAVAILABLE : RefusalReason.INVALID_INPUT;
  }

  private DeploymentStatus refuse(RefusalReason reason, String message) {
    close();
    answer(new RequestOutcome.Refused(reason, message));
    chronicle.end(DeploymentStatus.REFUSED, reason + ": " + message);
    return DeploymentStatus.REFUSED;
  }

  private void answer(RequestOutcome now) {
    admission = now;
  }

  /// @param answered the answer to the request, by its position in the queue and who is before it
  private DeploymentStatus proceed(
      CourseLimits limits,
      QueueRule queue,
      BiFunction<Integer, @Nullable DeploymentId, RequestOutcome> answered,
      Supplier<Ending> work) {
    answer(
        switch (turn.take(queue)) {
          case LockPlace.Queued queued -> {
            chronicle.catchUp();
            yield answered.apply(queued.position(), queued.behind());
          }
          case LockPlace.Granted _, LockPlace.Released _ -> answered.apply(0, null);
          case LockPlace.Busy(DeploymentId with) ->
              new RequestOutcome.Refused(RefusalReason.WRONG_STATE, TurnInQueue.busy(with).text());
        });
    Outcome outcome = new Outcome();
    try {
      aborts.run(
          () ->
              outcome.ending =
                  turn.await(Duration.ofSeconds(limits.startWithinSeconds())).orElseGet(work));
    } catch (TemporalFailure failure) {
      outcome.ending = endingOf(failure);
    }
    return finish(outcome.ending);
  }

  /// The only way out of a cancellation scope's body.
  private static final class Outcome {
    private Ending ending = Ending.failed(Reason.of("ended without an outcome"));
  }

  private Ending endingOf(TemporalFailure failure) {
    if (Interruptible.isCancellation(failure)) {
      return stopped();
    }
    Reason reason = FailureTypes.reason(failure);
    return Ending.failed(
        FailureTypes.isLate(failure)
            ? Reason.of("{}: its time was up before it succeeded: {}")
                .with(chronicle.phase())
                .with(reason)
            : reason);
  }

  private Ending stopped() {
    if (aborts.reason().isEmpty() && aborts.preemption().isPresent()) {
      LockClaim by = aborts.preemption().get();
      return new Ending(
          execution.hasBegun() ? DeploymentStatus.ABORTED : DeploymentStatus.SUPERSEDED,
          (by.policy() == LockPolicy.PREEMPT
                  ? Reason.of("superseded by {}, the rollback that {} asked for")
                  : Reason.of("superseded by {}, the later deployment that {} asked for"))
              .with(by.deployment())
              .with(by.requestedBy()));
    }
    return Ending.aborted(
        aborts.reason().orElse(Reason.of("the workflow was cancelled in Temporal")));
  }

  /// Goes back where that is needed, closes the manifest and gives the lock back, in this order. A
  /// ledger that has stopped leaves the manifest open: the target is still brought back, and the
  /// workflow fails with that fault.
  private DeploymentStatus finish(Ending ending) {
    return Chronicle.uninterrupted(
        () -> {
          close();
          try {
            awaitLastRequests();
            Ending last =
                aborts.reason().map(Ending::aborted).filter(it -> !isEnded(ending)).orElse(ending);
            Execution.Closing closing = execution.close(last, turn::giveBack);
            if (!closing.stands()
                && reading() instanceof AdmissionReading.Closed(_, DeploymentStatus standing)) {
              chronicle.end(standing, "another run has closed the manifest");
              return standing;
            }
            return end(closing.ending());
          } catch (TemporalFailure unrecorded) {
            throw FailureTypes.asItIs(unrecorded);
          } finally {
            turn.giveBack();
          }
        });
  }

  /// Waits for what was asked in time, as far as it may change how the deployment ends.
  private void awaitLastRequests() {
    if (chronicle.actsFirst()) {
      Workflow.await(() -> !aborts.isJudging());
    } else {
      Workflow.await(Workflow::isEveryHandlerFinished);
    }
  }

  private DeploymentStatus end(Ending ending) {
    chronicle.end(
        ending.status(),
        Optional.ofNullable(ending.reason()).map(Reason::text).orElse("serves the new version"));
    return ending.status();
  }

  private static boolean isEnded(Ending ending) {
    return ending.status() == DeploymentStatus.ABORTED || ending.status() == DeploymentStatus.LOST;
  }
}
