package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.strategy.BlueGreen;
import com.caiatech.afdp.workers.strategy.Rolling;
import io.temporal.api.enums.v1.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Pauses, and what people ask of a running deployment.
class SteeringTest extends CourseFixture {
  private static final Descriptor.Pause OPEN = new Descriptor.Pause(null);

  private DeploymentId paused() {
    world.serving = newId();
    world.strategy = new BlueGreen(0, OPEN);
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.PAUSED);
    return id;
  }

  private static RequestOutcome.Refused wrongState(String message) {
    return new RequestOutcome.Refused(RefusalReason.WRONG_STATE, message);
  }

  private List<String> details(DeploymentId id) {
    return world.records(id).stream()
        .map(LedgerRecord::body)
        .filter(DeploymentStep.class::isInstance)
        .map(DeploymentStep.class::cast)
        .filter(step -> step.detail() != null)
        .map(step -> step.name() + ": " + step.detail())
        .toList();
  }

  @Test
  void aPauseWithoutEndLastsUntilSomebodyPromotesTheStepThatIsMeant() {
    DeploymentId id = paused();
    assertThat(progress(id).events().getLast())
        .extracting(ProgressEvent::step, ProgressEvent::message)
        .containsExactly(2, "waits until somebody promotes it");
    assertThat(steer(id, RequestedAction.PROMOTE, 3))
        .isEqualTo(
            wrongState(
                "expected one that pauses at step 3, found one that is paused at step 2; nothing was recorded"));
    assertThat(steer(id, RequestedAction.RESUME, null)).isInstanceOf(RequestOutcome.Refused.class);
    assertThat(world.done).doesNotContain("set-weights-100");
    assertThat(steer(id, RequestedAction.PROMOTE, 2)).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(details(id)).containsExactly("pause: promoted by " + DEPLOYER);
    assertThat(steps(id)).anyMatch(step -> step.startsWith("promoteDeployment-"));
  }

  @Test
  void aRefusedRequestLeavesNoEventAndARepeatedOneOneEffect() {
    DeploymentId id = paused();
    long before = temporal.client().fetchHistory(id.value()).getEvents().size();
    steer(id, RequestedAction.RESUME, null);
    steer(id, RequestedAction.PROMOTE, 7);
    assertThat(temporal.client().fetchHistory(id.value()).getEvents())
        .noneMatch(
            event ->
                event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
                    && event.getEventId() > before);
    RequestId request = RequestId.create(Instant.now());
    DeploymentRequest pause =
        DeploymentRequest.ofRunning(RequestedAction.PAUSE, null, DEPLOYER, null);
    RequestOutcome first = steer(id, request, pause);
    assertThat(steer(id, RequestedAction.RESUME, null)).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(first).isInstanceOf(RequestOutcome.Recorded.class);
    steer(id, request, pause);
    steer(id, RequestedAction.PROMOTE, null);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(steps(id)).filteredOn(step -> step.startsWith("pauseDeployment-")).hasSize(1);
  }

  @Test
  void aPauseThatNobodyEndsInTimeGoesBack() {
    world.limits = new CourseLimits(60, 60, 1, 60);
    DeploymentId id = paused();
    DeploymentId before = world.serving;
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason()).isEqualTo("nobody promoted it within 1 s");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
  }

  @Test
  void aPauseWithAnEndGoesOnByItself() {
    world.strategy = new Rolling(Map.of(1, new Descriptor.Pause(1)));
    world.replicas = 2;
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.done).containsSubsequence("set-weights-50", "bake", "start-2");
  }

  @Test
  void whatDiesInAPauseIsGoneBackFrom() {
    DeploymentId id = paused();
    world.failing.add("bake");
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason()).isEqualTo("never became healthy");
  }

  @Test
  void aPersonsPauseHoldsTheNextStepUntilItIsResumed() {
    world.held.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(steer(id, RequestedAction.PAUSE, null)).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(steer(id, RequestedAction.PAUSE, null))
        .isEqualTo(
            wrongState(
                "expected one that nobody has paused, found one that is deploying at step 1; nothing was recorded"));
    world.held.clear();
    awaitPhase(id, DeploymentPhase.PAUSED);
    assertThat(steer(id, RequestedAction.SKIP_STEP, null))
        .isEqualTo(
            wrongState(
                "expected one that pauses, bakes or checks the new version, found one that is paused at step 2; nothing was recorded"));
    assertThat(world.done).doesNotContain("set-weights-100");
    assertThat(steer(id, RequestedAction.RESUME, null)).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aPersonsPauseBeforeAnythingStartedIsNotForEver() {
    world.limits = new CourseLimits(60, 60, 1, 60);
    world.preChecks = 1;
    world.held.add("check-pre-c1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.PRE_CHECKS);
    steer(id, RequestedAction.PAUSE, null);
    world.held.clear();
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo("paused by " + DEPLOYER + ", and nobody resumed it within 1 s");
    assertThat(steps(id)).doesNotContain("go");
  }

  @Test
  void aSkippedCheckIsNotWaitedForAndIsSaidToBeSkipped() {
    world.postChecks = 2;
    world.held.add("check-post-c1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.POST_CHECKS);
    assertThat(steer(id, RequestedAction.PROMOTE, null)).isInstanceOf(RequestOutcome.Refused.class);
    assertThat(steer(id, RequestedAction.SKIP_STEP, null))
        .isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(details(id)).containsExactly("check-post-c1: skipped by " + DEPLOYER);
    assertThat(closed(id).postCheckResultsRef()).hasSize(1);
    assertThat(world.done).contains("check-post-c1 cancelled", "check-post-c2");
  }

  @Test
  void whoPromotesToTheEndLeavesNothingToWaitForButApprovals() {
    world.strategy = new BlueGreen(60_000, OPEN);
    world.requiredApprovals = 1;
    world.postChecks = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    assertThat(steer(id, RequestedAction.PROMOTE_FULL, null))
        .isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(progress(id).events().getLast().phase())
        .isEqualTo(DeploymentPhase.AWAITING_APPROVAL);
    decide(id, decision(Decision.APPROVED, APPROVER, opened(id).planSha256()));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(details(id))
        .containsExactly(
            "check-post-c1: promoted to the end by " + DEPLOYER,
            "pause: promoted to the end by " + DEPLOYER,
            "bake: promoted to the end by " + DEPLOYER);
    assertThat(world.done).doesNotContain("check-post-c1", "bake");
  }

  @Test
  void anAbortOutranksAPause() {
    DeploymentId id = paused();
    DeploymentId before = world.serving;
    assertThat(abort(id, null)).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(world.done).contains("bake cancelled");
  }

  @Test
  void aRollbackGoesBeforeAPausedDeployment() {
    DeploymentId id = paused();
    world.strategy = new Rolling(Map.of());
    DeploymentId rollback = newId();
    rollBack(rollback, newId());
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(status(rollback)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aPromotionThatIsBeingRecordedWhenTheTimeIsUpWins() {
    world.limits = new CourseLimits(60, 60, 2, 60);
    DeploymentId id = paused();
    world.held.add(ScriptedWorld.CAUSED);
    CompletableFuture<RequestOutcome> promotion =
        CompletableFuture.supplyAsync(
            () -> steer(id, RequestedAction.PROMOTE, null), Thread::startVirtualThread);
    await().until(() -> world.done.contains("bake"));
    assertThat(promotion).isNotDone();
    world.held.clear();
    assertThat(promotion.join()).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }
}
