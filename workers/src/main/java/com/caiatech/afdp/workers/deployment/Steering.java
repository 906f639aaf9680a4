package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What people ask of a deployment while its plan is carried out: to go on from a pause, to wait no
/// longer, to stand still. A request is refused where it does not fit the step that it meets, is
/// recorded before it has an effect, and a step does not end by itself while one about it is being
/// recorded: so there is one winner.
final class Steering {
  private final Chronicle chronicle;
  private final WorkflowLock oneAtATime = Workflow.newWorkflowLock();
  private final Set<RequestId> recorded = new HashSet<>();
  private @Nullable PlanStep step;
  private @Nullable DeploymentRequest hold;
  private @Nullable DeploymentRequest toTheEnd;
  private @Nullable DeploymentRequest goingOn;
  private @Nullable Interruptible<?> wait;
  private boolean recording;
  private boolean closed;

  Steering(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /// A step is under way from now on; none while a person's pause is.
  void begin(@Nullable PlanStep next) {
    step = next;
    goingOn = null;
  }

  /// From now on it is too late.
  void close() {
    closed = true;
  }

  /// Who asked that no further step begins.
  Optional<DeploymentRequest> hold() {
    return Optional.ofNullable(hold);
  }

  /// Who asked that the step under way is not waited for.
  Optional<DeploymentRequest> goingOn() {
    return Optional.ofNullable(goingOn)
        .or(() -> Optional.ofNullable(toTheEnd).filter(_ -> mayEnd(step)));
  }

  /// Does work that ends once a person's request makes it pointless.
  ///
  /// @return nothing where it ended so
  <T> Optional<T> interruptible(Supplier<T> work) {
    Interruptible<T> interruptible = new Interruptible<>(work);
    wait = interruptible;
    Optional<T> result;
    try {
      result = interruptible.run();
    } finally {
      wait = null;
    }
    Workflow.await(() -> !recording);
    return result;
  }

  /// Why a request does not fit what it meets; none where it was recorded before.
  Optional<Unfit> problem(SteeringRequest asked) {
    if (recorded.contains(asked.requestId())) {
      return Optional.empty();
    }
    if (closed) {
      return Optional.of(Unfit.TOO_LATE);
    }
    DeploymentRequest request = asked.request();
    return switch (request.action()) {
      case PAUSE -> unless(hold == null, Reason.of("one that nobody has paused"));
      case RESUME -> unless(hold != null, Reason.of("one that somebody has paused"));
      case PROMOTE ->
          unless(
              isUnderWay(request) && step instanceof PlanStep.Pause,
              at(request, Reason.of("one that pauses")));
      case SKIP_STEP ->
          unless(
              isUnderWay(request) && mayEnd(step),
              at(request, Reason.of("one that pauses, bakes or checks the new version")));
      case PROMOTE_FULL ->
          unless(
              step != null && toTheEnd == null,
              Reason.of("one whose plan is carried out and that nobody has promoted to its end"));
      case DEPLOY, ROLLBACK, ABORT ->
          Optional.of(
              new Unfit(
                  RefusalReason.INVALID_INPUT,
                  Reason.of("expected a request to promote, skip, pause or resume, found one to {}")
                      .with(request.action())));
    };
  }

  /// Records the request, and has its effect.
  RequestOutcome steer(SteeringRequest asked) {
    oneAtATime.lock();
    recording = true;
    try {
      return problem(asked).map(Unfit::outcome).orElseGet(() -> record(asked));
    } finally {
      recording = false;
      oneAtATime.unlock();
    }
  }

  private RequestOutcome record(SteeringRequest asked) {
    DeploymentRequest request = asked.request();
    return switch (chronicle.writeCaused(
        chronicle.encode(
            LogicalStep.of(PersonAction.of(request).action(), asked.requestId()), asked.input()))) {
      case CausedRecording.Refused(RefusalReason reason, Reason message) ->
          new RequestOutcome.Refused(reason, message.text());
      case CausedRecording.Recorded(Receipt receipt) -> {
        if (recorded.add(asked.requestId()) && !closed) {
          effect(request);
        }
        yield new RequestOutcome.Recorded(receipt);
      }
    };
  }

  private void effect(DeploymentRequest request) {
    switch (request.action()) {
      case PAUSE -> hold = request;
      case RESUME -> hold = null;
      case PROMOTE, SKIP_STEP -> goingOn = request;
      case PROMOTE_FULL -> toTheEnd = request;
      case DEPLOY, ROLLBACK, ABORT -> throw new IllegalStateException("no steering: " + request);
    }
    chronicle.tell(said(request).text());
    Chronicle.awaitNextTask();
    Interruptible<?> waiting = wait;
    if (waiting != null && request.action() != RequestedAction.PAUSE && goesOn(request)) {
      waiting.end();
    }
  }

  /// Whether what is waited for is pointless now.
  private boolean goesOn(DeploymentRequest request) {
    return step == null
        ? request.action() == RequestedAction.RESUME
        : request.action() != RequestedAction.RESUME && mayEnd(step);
  }

  /// What a request asked for, and who.
  static Reason said(DeploymentRequest request) {
    return Reason.of(
            switch (request.action()) {
              case PAUSE -> "paused by {}";
              case RESUME -> "resumed by {}";
              case PROMOTE -> "promoted by {}";
              case SKIP_STEP -> "skipped by {}";
              case PROMOTE_FULL -> "promoted to the end by {}";
              case DEPLOY, ROLLBACK, ABORT -> "asked by {}";
            })
        .with(request);
  }

  private boolean isUnderWay(DeploymentRequest request) {
    return request.step() == null || request.step().equals(chronicle.step());
  }

  /// What of a plan need not be waited for.
  private static boolean mayEnd(@Nullable PlanStep step) {
    return step instanceof PlanStep.Pause
        || step instanceof PlanStep.Bake
        || (step instanceof PlanStep.Check check && check.stage().equals(PlanStep.Check.POST));
  }

  private static Reason at(DeploymentRequest request, Reason expected) {
    Integer number = request.step();
    return number == null ? expected : Reason.of("{} at step {}").with(expected).with(number);
  }

  private Optional<Unfit> unless(boolean fits, Reason expected) {
    return fits
        ? Optional.empty()
        : Optional.of(
            new Unfit(
                RefusalReason.WRONG_STATE,
                Reason.of("expected {}, found one that is {}; nothing was recorded")
                    .with(expected)
                    .with(chronicle.whereabouts())));
  }
}
