package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.lock.LockClaim;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stops a deployment at a person's request, which is recorded first, or because another takes its
/// place, whose own request tells why. The person's request outranks.
final class AbortSwitch {
  private final Chronicle chronicle;
  private @Nullable CancellationScope scope;
  private @Nullable DeploymentRequest request;
  private @Nullable LockClaim preemption;
  private boolean closed;

  AbortSwitch(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /// Runs the work until its end or until an abort cancels it.
  void run(Runnable work) {
    CancellationScope cancellable = Workflow.newCancellationScope(work);
    scope = cancellable;
    if (request != null || preemption != null) {
      cancellable.cancel();
    }
    cancellable.run();
  }

  /// From now on it is too late.
  void close() {
    closed = true;
  }

  /// Why the deployment is to stop, once it is.
  Optional<Reason> reason() {
    return Optional.ofNullable(request).map(it -> Reason.of("aborted by {}").with(it));
  }

  /// Who takes the place of this deployment, once somebody does.
  Optional<LockClaim> preemption() {
    return Optional.ofNullable(preemption);
  }

  /// Stops for another deployment, unless it is too late.
  void preempt(LockClaim by) {
    if (closed || preemption != null) {
      return;
    }
    preemption = by;
    chronicle.tell("gives way to %s of %s".formatted(by.deployment(), by.requestedBy()));
    if (scope != null) {
      scope.cancel();
    }
  }

  /// Why a request cannot be taken.
  Optional<Unfit> problem(SteeringRequest asked) {
    RequestedAction action = asked.request().action();
    if (action != RequestedAction.ABORT) {
      return Optional.of(
          new Unfit(
              RefusalReason.INVALID_INPUT,
              Reason.of("expected a request to abort, found one to {}").with(action)));
    }
    return closed ? Optional.of(Unfit.TOO_LATE) : Optional.empty();
  }

  RequestOutcome abort(SteeringRequest asked) {
    return problem(asked).map(Unfit::outcome).orElseGet(() -> record(asked));
  }

  private RequestOutcome record(SteeringRequest asked) {
    DeploymentRequest body = asked.request();
    return switch (chronicle.writeCaused(
        LogicalStep.of(Action.ABORT_DEPLOYMENT, asked.requestId()), asked.input())) {
      case CausedRecording.Refused(RefusalReason reason, Reason message) ->
          new RequestOutcome.Refused(reason, message.text());
      case CausedRecording.Recorded(Receipt receipt) -> {
        if (request == null) {
          request = body;
        }
        chronicle.tell(reason().map(Reason::text).orElse("aborted"));
        if (Workflow.getVersion("abort in a task of its own", Workflow.DEFAULT_VERSION, 1)
            > Workflow.DEFAULT_VERSION) {
          Chronicle.awaitNextTask();
        }
        if (scope != null) {
          scope.cancel();
        }
        yield new RequestOutcome.Recorded(receipt);
      }
    };
  }
}
