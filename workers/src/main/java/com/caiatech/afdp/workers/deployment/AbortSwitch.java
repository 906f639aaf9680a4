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
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.lock.LockClaim;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stops a deployment at a person's request, or because another takes its place, whose own request
/// tells why. The person's request outranks. It is judged first, takes effect, and is recorded
/// then: what makes safe does not wait for a ledger.
final class AbortSwitch {
  private final Chronicle chronicle;
  private @Nullable CancellationScope scope;
  private @Nullable DeploymentRequest request;
  private @Nullable LockClaim preemption;
  private boolean closed;
  private int judging;

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

  /// Whether a request is being judged that came in time.
  boolean isJudging() {
    return judging > 0;
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
    cancel();
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
    return problem(asked).map(Unfit::outcome).orElseGet(() -> stop(asked));
  }

  private RequestOutcome stop(SteeringRequest asked) {
    RecordToWrite record =
        chronicle.encode(LogicalStep.of(Action.ABORT_DEPLOYMENT, asked.requestId()), asked.input());
    return chronicle.actsFirst()
        ? refusal(record).orElseGet(() -> actedFirst(asked.request(), record))
        : recordedFirst(asked.request(), record);
  }

  /// Why nothing is done, as far as is known without the ledger.
  private Optional<RequestOutcome> refusal(RecordToWrite record) {
    judging++;
    try {
      return chronicle.refusal(record).map(AbortSwitch::refused);
    } finally {
      judging--;
    }
  }

  private RequestOutcome actedFirst(DeploymentRequest asked, RecordToWrite record) {
    begin(asked);
    Chronicle.awaitNextTask();
    cancel();
    return chronicle
        .writeCausedSoon(record)
        .map(
            made ->
                switch (made) {
                  case CausedRecording.Recorded(Receipt receipt) ->
                      new RequestOutcome.Recorded(receipt);
                  case CausedRecording.Refused(RefusalReason reason, Reason message) ->
                      new RequestOutcome.Refused(
                          reason,
                          "it goes back, and that somebody asked for it is not recorded: "
                              + message);
                })
        .orElseGet(() -> new RequestOutcome.Acting(chronicle.unrecorded(), null));
  }

  private RequestOutcome recordedFirst(DeploymentRequest asked, RecordToWrite record) {
    return switch (chronicle.writeCaused(record)) {
      case CausedRecording.Refused refused -> refused(refused);
      case CausedRecording.Recorded(Receipt receipt) -> {
        begin(asked);
        if (Workflow.getVersion("abort in a task of its own", Workflow.DEFAULT_VERSION, 1)
            > Workflow.DEFAULT_VERSION) {
          Chronicle.awaitNextTask();
        }
        cancel();
        yield new RequestOutcome.Recorded(receipt);
      }
    };
  }

  private static RequestOutcome refused(CausedRecording.Refused refused) {
    return new RequestOutcome.Refused(refused.reason(), refused.message().text());
  }

  private void begin(DeploymentRequest asked) {
    if (request == null) {
      request = asked;
    }
    chronicle.tell(reason().map(Reason::text).orElse("aborted"));
  }

  private void cancel() {
    if (scope != null) {
      scope.cancel();
    }
  }
}
