package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.ApprovalActivities;
import com.caiatech.afdp.workers.activity.ApprovalCount;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes decisions about one plan, each bound to the plan's digest and from another person, none
/// from the one who asked for the deployment. Whether they suffice is for the rules of trust policy
/// and plan to say.
final class ApprovalDesk {
  private final DeploymentId deployment;
  private final Chronicle chronicle;
  private final ApprovalActivities rules =
      Workflow.newLocalActivityStub(
          ApprovalActivities.class, Retries.throughOutages(CourseLimits.RECORD_WITHIN));
  private final WorkflowLock oneAtATime = Workflow.newWorkflowLock();
  private final Set<PersonId> deciders = new HashSet<>();
  private @Nullable Question question;
  private @Nullable ApprovalDecision rejection;
  private final List<RecordRef> approvals = new ArrayList<>();
  private boolean recording;
  private boolean expired;
  private int counted;
  private ApprovalCount count = new ApprovalCount(0, 0);

  /// The plan that waits for decisions.
  private record Question(DeploymentManifestOpened opened, PlanRule rule) {}

  ApprovalDesk(DeploymentId deployment, Chronicle chronicle) {
    this.deployment = deployment;
    this.chronicle = chronicle;
  }

  /// Waits until the plan has its approvals.
  ///
  /// @return how the deployment ends when it does not get them
  Optional<Ending> await(DeploymentManifestOpened opened, PlanRule rule, Duration most) {
    int required = rule.minimum();
    count = new ApprovalCount(approvals.size(), required);
    question = new Question(opened, rule);
    chronicle.enter(
        DeploymentPhase.AWAITING_APPROVAL,
        "waits for %d approval%s of the plan %s by rule %s"
            .formatted(required, required == 1 ? "" : "s", opened.planSha256(), rule.name()));
    boolean decided = awaitWhatSuffices(most);
    if (rejection != null) {
      return Optional.of(
          new Ending(DeploymentStatus.REJECTED, Reason.of("rejected by {}").with(rejection)));
    }
    return decided
        ? Optional.empty()
        : Optional.of(
            new Ending(
                DeploymentStatus.EXPIRED,
                Reason.of("{} of {} approvals within {} s")
                    .with(count.approvals())
                    .with(count.required())
                    .with(most.toSeconds())));
  }

  /// Counts anew by the rules after each approval. A decision that is being recorded when the time
  /// is up came in time; none is taken after it.
  ///
  /// @return whether there was a decision in time
  private boolean awaitWhatSuffices(Duration most) {
    long until = Workflow.currentTimeMillis() + most.toMillis();
    try {
      while (rejection == null && !count.suffices()) {
        Duration left = Duration.ofMillis(until - Workflow.currentTimeMillis());
        if (!left.isPositive()
            || !Workflow.await(left, () -> rejection != null || approvals.size() > counted)) {
          expired = true;
          Workflow.await(() -> !recording);
          if (rejection == null && approvals.size() == counted) {
            return false;
          }
        }
        if (rejection == null) {
          List<RecordRef> now = approvals();
          count = rules.count(deployment, now);
          counted = now.size();
        }
      }
      return true;
    } finally {
      question = null;
    }
  }

  /// The approvals so far, in the order in which they became durable.
  List<RecordRef> approvals() {
    return List.copyOf(approvals);
  }

  /// Why a decision does not fit what the deployment waits for.
  Optional<Unfit> problem(DecisionRequest request) {
    Question asked = question;
    return asked == null || expired
        ? Optional.of(notAwaited())
        : problem(asked, request.decision());
  }

  private Unfit notAwaited() {
    return new Unfit(
        RefusalReason.NOT_AWAITING_APPROVAL,
        Reason.of("the deployment does not wait for approvals; it is {}")
            .with(
                rejection == null
                    ? chronicle.whereabouts()
                    : Reason.of("rejected by {}").with(rejection)));
  }

  RequestOutcome decide(DecisionRequest request) {
    oneAtATime.lock();
    try {
      return (isJustRejected() ? Optional.of(notAwaited()) : problem(request))
          .map(Unfit::outcome)
          .orElseGet(() -> record(request));
    } finally {
      oneAtATime.unlock();
    }
  }

  /// Whether a rejection is durable that the deployment has not heard of yet: what waited for it to
  /// be recorded comes too late. Runs that began before this was asked recorded it all the same.
  private boolean isJustRejected() {
    return rejection != null
        && question != null
        && Workflow.getVersion("a rejection ends the decisions", Workflow.DEFAULT_VERSION, 1)
            > Workflow.DEFAULT_VERSION;
  }

  private Optional<Unfit> problem(Question asked, ApprovalDecision decision) {
    if (!decision.planSha256().equals(asked.opened.planSha256())) {
      return Optional.of(
          new Unfit(
              RefusalReason.PLAN_CHANGED,
              Reason.of("the plan is {}, decided was on {}")
                  .with(asked.opened.planSha256())
                  .with(decision.planSha256())));
    }
    if (decision.decidedBy().equals(asked.opened.requestedBy())) {
      return Optional.of(
          new Unfit(
              RefusalReason.SELF_APPROVAL,
              Reason.of("whoever asked for a deployment cannot decide about it: {}")
                  .with(decision.decidedBy())));
    }
    if (decision.decision() == Decision.OVERRIDE || !decision.rule().equals(asked.rule.name())) {
      return Optional.of(
          new Unfit(
              RefusalReason.INVALID_INPUT,
              Reason.of("expected approved or rejected by the rule of the plan, found {}{}")
                  .with(decision.decision())
                  .with(
                      decision.rule().equals(asked.rule.name())
                          ? Reason.of("")
                          : Reason.of(" by another"))));
    }
    if (deciders.contains(decision.decidedBy())) {
      return Optional.of(
          new Unfit(
              RefusalReason.ALREADY_DECIDED,
              Reason.of("{} has already decided about this plan").with(decision.decidedBy())));
    }
    return Optional.empty();
  }

  private RequestOutcome record(DecisionRequest request) {
    ApprovalDecision decision = request.decision();
    recording = true;
    CausedRecording made;
    try {
      made =
          chronicle.writeCaused(
              chronicle.encode(
                  LogicalStep.of(PersonAction.of(decision).action(), request.requestId()),
                  request.input()));
    } finally {
      recording = false;
    }
    return switch (made) {
      case CausedRecording.Refused(RefusalReason reason, Reason message) ->
          new RequestOutcome.Refused(reason, message.text());
      case CausedRecording.Recorded(Receipt receipt) -> {
        deciders.add(decision.decidedBy());
        if (decision.decision() == Decision.APPROVED) {
          approvals.add(receipt.ref());
        } else {
          rejection = decision;
        }
        Workflow.await(() -> counted == approvals.size() || question == null);
        chronicle.tell(
            decision.decision() == Decision.APPROVED
                ? "approved, %d of %d".formatted(count.approvals(), count.required())
                : "rejected");
        yield new RequestOutcome.Decided(receipt, count.approvals(), count.required());
      }
    };
  }
}
