package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.CourseLimits;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Aborts and approvals in the course of a deployment.
final class CourseDecisionTest extends CourseFixture {
  @Test
  void anAbortDuringTheRolloutWaitsForTheStepToEndAndGoesBack() {
    DeploymentId before = newId();
    world.serving = before;
    world.held.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(abort(id, null)).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(world.done).containsExactly("admit", "pin", "start-1 cancelled", "restore");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(closed(id).records()).hasSize(5);
  }

  @Test
  void anAbortDuringPreChecksLeavesTheTargetUntouched() {
    world.preChecks = 1;
    world.held.add("check-pre-c1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.PRE_CHECKS);
    abort(id, null);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(world.done).containsExactly("admit", "pin", "check-pre-c1 cancelled");
    assertThat(steps(id)).doesNotContain(LogicalStep.GO);
  }

  @Test
  void anAbortWithoutProofIsRefusedAndNothingStops() {
    world.held.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(abort(id, "unproven"))
        .isEqualTo(new RequestOutcome.Refused(RefusalReason.INTENT_NOT_PROVEN, "no proof"));
    world.held.clear();
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void anAbortThatComesWhileGoingBackIsTooLate() {
    world.failing.add("start-1");
    world.held.add("restore");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.RESTORING);
    assertThat(abort(id, null))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.ALREADY_ENDED, "the deployment has ended or is going back already"));
    world.held.clear();
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void anApprovalByAnotherPersonLetsThePlanRun() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    Sha256 plan = opened(id).planSha256();
    assertThat(decide(id, decision(Decision.APPROVED, DEPLOYER, plan)))
        .extracting("reason")
        .isEqualTo(RefusalReason.SELF_APPROVAL);
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, Sha256.ofUtf8("other"))))
        .extracting("reason")
        .isEqualTo(RefusalReason.PLAN_CHANGED);
    assertThat(decide(id, decision(Decision.OVERRIDE, APPROVER, plan)))
        .extracting("reason")
        .isEqualTo(RefusalReason.INVALID_INPUT);
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, plan)))
        .isInstanceOfSatisfying(
            RequestOutcome.Decided.class,
            recorded -> {
              assertThat(recorded.approvals()).isEqualTo(1);
              assertThat(recorded.required()).isEqualTo(1);
            });
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.record(id, RecordKind.APPROVAL_DECISION)).isPresent();
  }

  @Test
  void goNamesThePreChecksAndTheApprovalsBeforeTheFirstTraffic() {
    world.preChecks = 2;
    world.requiredApprovals = 2;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    Sha256 plan = opened(id).planSha256();
    List<RecordRef> approvals = new ArrayList<>();
    for (PersonId approver : List.of(APPROVER, person("second"))) {
      approvals.add(approved(decide(id, decision(Decision.APPROVED, approver, plan))));
    }
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    // checks are recorded while approvals are awaited, and durable before the first traffic alone
    List<RecordRef> because = new ArrayList<>();
    for (String check : List.of("c1", "c2")) {
      because.add(ref(id, LogicalStep.check(CheckStage.PRE, check)));
    }
    because.addAll(approvals);
    assertThat(world.step(id, LogicalStep.GO).orElseThrow().because()).isEqualTo(because);
    assertThat(steps(id)).containsSubsequence(LogicalStep.GO, LogicalStep.step(1));
    assertThat(closed(id).records()).containsAll(because).contains(ref(id, LogicalStep.GO));
  }

  @Test
  void onePersonCountsOnce() {
    world.requiredApprovals = 2;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    Sha256 plan = opened(id).planSha256();
    decide(id, decision(Decision.APPROVED, APPROVER, plan));
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, plan)))
        .extracting("reason")
        .isEqualTo(RefusalReason.ALREADY_DECIDED);
    decide(id, decision(Decision.APPROVED, person("second"), plan));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void twoIdsOfOneOwnerAreOnePersonAndAnotherIsWaitedFor() {
    world.requiredApprovals = 2;
    world.owners.putAll(Map.of(APPROVER, "bob", person("second"), "bob"));
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    Sha256 plan = opened(id).planSha256();
    decide(id, decision(Decision.APPROVED, APPROVER, plan));
    assertThat(decide(id, decision(Decision.APPROVED, person("second"), plan)))
        .isInstanceOfSatisfying(
            RequestOutcome.Decided.class,
            recorded -> assertThat(recorded.approvals()).isEqualTo(1));
    assertThat(decide(id, decision(Decision.APPROVED, person("third"), plan)))
        .isInstanceOfSatisfying(
            RequestOutcome.Decided.class,
            recorded -> assertThat(recorded.approvals()).isEqualTo(2));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.step(id, LogicalStep.GO).orElseThrow().because()).hasSize(3);
  }

  @Test
  void aRejectionEndsTheDeployment() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    decide(id, decision(Decision.REJECTED, APPROVER, opened(id).planSha256()));
    assertThat(status(id)).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(closed(id).reason()).isEqualTo("rejected by " + APPROVER + ": looked at it");
    assertThat(world.serving).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"APPROVED", "REJECTED"})
  void whatIsDecidedWhileTheOtherDecisionIsRecordedIsRefusedWithTheStateThatItMeets(
      Decision first) {
    boolean approved = first == Decision.APPROVED;
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploySoonHeardAgain(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    Sha256 plan = opened(id).planSha256();
    world.held.add(ScriptedWorld.CAUSED);
    WorkflowUpdateHandle<Answer> wins = decideBeside(id, decision(first, APPROVER, plan));
    Decision second = approved ? Decision.REJECTED : Decision.APPROVED;
    WorkflowUpdateHandle<Answer> loses = decideBeside(id, decision(second, person("second"), plan));
    world.held.clear();
    assertThat(wins.getResult().outcome()).isInstanceOf(RequestOutcome.Decided.class);
    assertThat(loses.getResult().outcome())
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.NOT_AWAITING_APPROVAL,
                "the deployment does not wait for approvals; it is "
                    + (approved
                        ? "deploying at step 2"
                        : "rejected by " + APPROVER + ": looked at it")));
    assertThat(status(id))
        .isEqualTo(approved ? DeploymentStatus.SUCCEEDED : DeploymentStatus.REJECTED);
    assertThat(world.records(id))
        .extracting(LedgerRecord::body)
        .filteredOn(ApprovalDecision.class::isInstance)
        .containsExactly(decision(first, APPROVER, plan));
  }

  /// Decides beside the test, which goes on once the workflow has taken the decision.
  private WorkflowUpdateHandle<Answer> decideBeside(DeploymentId id, ApprovalDecision decision) {
    return stub(id)
        .startUpdate(
            UpdateOptions.newBuilder(Answer.class)
                .setUpdateName(WorkflowNames.DECIDE)
                .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                .build(),
            new DecisionRequest(RequestId.create(Instant.now()), RecordInput.of(decision)));
  }

  @Test
  void approvalsThatDoNotComeInTimeExpire() {
    world.requiredApprovals = 1;
    world.limits = new CourseLimits(60, 1, 60, 60);
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.EXPIRED);
    assertThat(closed(id).reason()).isEqualTo("0 of 1 approvals within 1 s");
  }

  @Test
  void anAbortWhileAwaitingApprovalEndsTheDeployment() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    abort(id, null);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(world.done).containsExactly("admit", "pin");
  }

  @Test
  void aDecisionThatNobodyWaitsForIsRefused() {
    world.held.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, opened(id).planSha256())))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.NOT_AWAITING_APPROVAL,
                "the deployment does not wait for approvals; it is deploying at step 1"));
    world.held.clear();
    status(id);
  }

  private static RecordRef approved(RequestOutcome outcome) {
    assertThat(outcome).isInstanceOf(RequestOutcome.Decided.class);
    return ((RequestOutcome.Decided) outcome).receipt().ref();
  }

  private RecordRef ref(DeploymentId id, String logicalStep) {
    return world.ledger.values().stream()
        .filter(it -> it.record().header().subject().equals(id.subject()))
        .filter(it -> it.record().header().logicalStep().equals(logicalStep))
        .map(ScriptedWorld.Standing::ref)
        .findFirst()
        .orElseThrow();
  }
}
