package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What ended is repeated or undone by all of the workers, with a real service.
class RetryAndUndoTest extends RunningWorkersFixture {
  @Test
  void aRetryShipsTheCommitsThatFailedThoughTheBranchMovedOn() throws Exception {
    Path needed = folder.resolve("needed");
    DeploymentId failed = deploy("needs " + needed);
    assertThat(running.status(failed)).isEqualTo(DeploymentStatus.FAILED);
    running.push(SampleService.files("later"));
    Files.writeString(needed, "");
    DeploymentId retry = newId();
    assertThat(running.ask(retry, retry(failed))).isInstanceOf(RequestOutcome.Admitted.class);
    assertThat(running.status(retry)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(serves()).isEqualTo("200 needs " + needed);
    assertThat(plan(retry).pinned()).isEqualTo(plan(failed).pinned());
    assertThat(plan(retry).deploymentType()).isEqualTo(DeploymentType.DEPLOY);
    assertThat(running.bodies(retry, CheckResult.class))
        .extracting(CheckResult::stage)
        .containsExactly(CheckStage.PRE, CheckStage.POST);
    assertThat(running.ask(retry, retry(failed))).isInstanceOf(RequestOutcome.Admitted.class);
    assertRefused(
        retry(retry),
        RefusalReason.WRONG_STATE,
        "deployment %s cannot be repeated: expected one that ended without success, found succeeded; ask for its commits with deploy"
            .formatted(retry));
  }

  @Test
  void anUndoGoesBackToWhatServedAndAnotherUndoesIt() throws Exception {
    DeploymentId one = deploy("one");
    assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
    DeploymentId two = deploy("two");
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertRefused(
        undo(one, two),
        RefusalReason.WRONG_STATE,
        "deployment %s cannot be undone: expected the last that succeeded in cart in staging, which is %s"
            .formatted(one, two));
    DeploymentId undo = newId();
    assertThat(running.ask(undo, undo(two, one))).isInstanceOf(RequestOutcome.Admitted.class);
    assertThat(running.status(undo)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(serves()).isEqualTo("200 one");
    assertThat(plan(undo).rollbackOfDeploymentId()).isEqualTo(two);
    assertThat(plan(undo).steps(PlanStep.Check.class))
        .extracting(PlanStep.Check::stage)
        .containsOnly("post");
    DeploymentId again = newId();
    assertThat(running.ask(again, undo(undo, two))).isInstanceOf(RequestOutcome.Admitted.class);
    assertThat(running.status(again)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(serves()).isEqualTo("200 two");
    assertThat(plan(again).pinned()).isEqualTo(plan(two).pinned());
    assertThat(List.of(undo, again))
        .allSatisfy(
            id ->
                assertThat(running.body(id, DeploymentManifestOpened.class).ofClosedRef())
                    .isNotNull());
  }

  @Test
  void anUndoServesWhileNoLedgerTakesARecordAndIsRecordedThen() throws Exception {
    DeploymentId one = deploy("one");
    assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
    DeploymentId two = deploy("two");
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.SUCCEEDED);
    running.recorded().lockLedgers();
    DeploymentId undo = newId();
    assertThat(running.ask(undo, undo(two, one)))
        .isEqualTo(new RequestOutcome.Acting(List.of("request"), null));
    await().untilAsserted(() -> assertThat(serves()).isEqualTo("200 one"));
    assertThat(running.recorded().standing(undo)).isEmpty();
    running.recorded().unlockLedgers();
    assertThat(running.status(undo)).isEqualTo(DeploymentStatus.SUCCEEDED);
    DeploymentManifestOpened opened = running.body(undo, DeploymentManifestOpened.class);
    assertThat(opened.sequence()).isEqualTo(3);
    assertThat(opened.ofClosedRef()).isNotNull();
    assertThat(opened.plan().rollbackOfDeploymentId()).isEqualTo(two);
    DeploymentId three = deploy("three");
    assertThat(running.status(three)).isEqualTo(DeploymentStatus.SUCCEEDED);
    DeploymentId toTheUndo = newId();
    assertThat(
            running.ask(
                toTheUndo, DeploymentRequest.rollback(undo, TestPlatform.ALICE, "it is sound")))
        .isInstanceOf(RequestOutcome.Admitted.class);
    assertThat(running.status(toTheUndo)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(serves()).isEqualTo("200 one");
  }

  private DeploymentId deploy(String version) throws Exception {
    return running.deploy(SampleService.files(version, SampleService.blueGreen(version, 0)));
  }

  private static DeploymentRequest retry(DeploymentId of) {
    return DeploymentRequest.retry(of, TestPlatform.ALICE, "it was the network");
  }

  private static DeploymentRequest undo(DeploymentId of, DeploymentId target) {
    return DeploymentRequest.undo(of, target, TestPlatform.ALICE, "not what was meant");
  }

  private void assertRefused(DeploymentRequest request, RefusalReason reason, String message) {
    assertThat(running.ask(newId(), request))
        .isEqualTo(new RequestOutcome.Refused(reason, message));
  }

  private Plan plan(DeploymentId id) {
    return running.body(id, DeploymentManifestOpened.class).plan();
  }

  private String serves() throws Exception {
    return Load.get(running.target().address(CART, STAGING));
  }

  private static DeploymentId newId() {
    return DeploymentId.create(Instant.now());
  }
}
