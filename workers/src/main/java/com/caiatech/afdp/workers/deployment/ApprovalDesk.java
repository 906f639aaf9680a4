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
          ApprovalActivities.class, Retries.shortLocal(CourseLimits.RECORD_WITHIN));
  private final WorkflowLock oneAtATime = Workflow.newWorkflowLock();
  private final Set<PersonId> deciders = new HashSet<>();
  private @Nullable Question question;
  private @Nullable ApprovalDecision rejection;
  private final List<RecordRef> approvals = new ArrayList<>();
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

  /// Counts anew by the rules after each approval.
  ///
  /// @return whether there was a decision in time
  private boolean awaitWhatSuffices(Duration most) {
    long until = Workflow.currentTimeMillis() + most.toMillis();
    try {
      while (rejection == null && !count.suffices()) {
        Duration left = Duration.ofMillis(until - Workflow.currentTimeMillis());
        if (!left.isPositive()
            || !Workflow.await(left, () -> rejection != null || approvals.size() > counted)) {
          return false;
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

  RequestOutcome decide(DecisionRequest request) {
    oneAtATime.lock();
    try {
      Question asked = question;
      if (asked == null) {
        return refused(
            RefusalReason.NOT_AWAITING_APPROVAL,
            "the deployment does not wait for approvals; it is " + chronicle.phase());
      }
      return problem(asked, request.decision())
          .<RequestOutcome>map(it -> it)
          .orElseGet(() -> record(request));
    } finally {
      oneAtATime.unlock();
    }
  }

  private Optional<RequestOutcome.Refused> problem(Question asked, ApprovalDecision decision) {
    if (!decision.planSha256().equals(asked.opened.planSha256())) {
      return Optional.of(
          refused(
              RefusalReason.PLAN_CHANGED,
              "the plan is %s, decided was on %s"
                  .formatted(asked.opened.planSha256(), decision.planSha256())));
    }
    if (decision.decidedBy().equals(asked.opened.requestedBy())) {
      return Optional.of(
          refused(
              RefusalReason.SELF_APPROVAL,
              "whoever asked for a deployment cannot decide about it: " + decision.decidedBy()));
    }
    if (decision.decision() == Decision.OVERRIDE || !decision.rule().equals(asked.rule.name())) {
      return Optional.of(
          refused(
              RefusalReason.INVALID_INPUT,
              "expected approved or rejected by the rule %s, found %s by %s"
                  .formatted(asked.rule.name(), decision.decision(), decision.rule())));
    }
    if (deciders.contains(decision.decidedBy())) {
      return Optional.of(
          refused(
              RefusalReason.ALREADY_DECIDED,
              decision.decidedBy() + " has already decided about this plan"));
    }
    return Optional.empty();
  }

  private RequestOutcome record(DecisionRequest request) {
    ApprovalDecision decision = request.decision();
    return switch (chronicle.writeCaused(
        LogicalStep.of(PersonAction.of(decision).action(), request.requestId()), request.input())) {
      case CausedRecording.Refused(RefusalReason reason, Reason message) ->
          refused(reason, message.text());
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

  private static RequestOutcome.Refused refused(RefusalReason reason, String message) {
    return new RequestOutcome.Refused(reason, message);
  }
}
