package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A rollback behind a deployment whose end no ledger takes, by all of the workers, with a real
/// service.
final class RollbackBehindUnrecordedTest extends RunningWorkersFixture {
  @Test
  void aRollbackServesThoughWhatItPreemptedIsNotRecordedAndBothAreRecordedInTheirOrder()
      throws Exception {
    DeploymentId one = deployed("one");
    DeploymentId two = deployed("two");
    DeploymentId three =
        deploy(
            "three",
            SampleService.blueGreen("three", 0)
                .replace("strategy: {", "strategy: {pauseBeforeSwitch: {}, "));
    await().until(() -> running.last(three).phase() == DeploymentPhase.PAUSED);
    running.recorded().lockLedgers();
    DeploymentId rollback = DeploymentId.create(Instant.now());
    assertThat(running.ask(rollback, DeploymentRequest.rollback(one, TestPlatform.ALICE, null)))
        .isEqualTo(new RequestOutcome.Acting(List.of("request"), three));
    await()
        .untilAsserted(
            () ->
                assertThat(Load.get(running.target().address(CART, STAGING))).isEqualTo("200 one"));
    assertThat(running.recorded().standing(rollback)).isEmpty();
    assertThat(running.bodies(three, DeploymentManifestClosed.class)).isEmpty();
    running.recorded().unlockLedgers();
    assertThat(running.status(three)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(running.status(rollback)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(running.body(three, DeploymentManifestClosed.class).serving())
        .containsExactly(new TrafficShare(two, 100));
    assertThat(running.body(rollback, DeploymentManifestOpened.class).sequence())
        .isEqualTo(running.body(three, DeploymentManifestOpened.class).sequence() + 1);
    assertThat(index(three, LogicalStep.CLOSED)).isLessThan(index(rollback, LogicalStep.OPENED));
    DeploymentInvariants.holdOfRecords(running.recorded().standing(three));
    assertThat(running.recorded().problem(three)).isEmpty();
    DeploymentInvariants.hold(running, rollback);
  }

  /// Where a record stands in the manifests' ledger.
  private long index(DeploymentId id, String logicalStep) {
    return running.recorded().standing(id).stream()
        .filter(it -> it.volume().first().equals(Series.DEPLOYMENT_MANIFESTS.firstVolume()))
        .filter(it -> it.record().header().logicalStep().equals(logicalStep))
        .findFirst()
        .orElseThrow()
        .ref()
        .index();
  }

  private DeploymentId deployed(String version) throws Exception {
    DeploymentId id = deploy(version, SampleService.blueGreen(version, 0));
    assertThat(running.status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    return id;
  }

  private DeploymentId deploy(String version, String descriptor) throws Exception {
    return running.deploy(SampleService.files(version, descriptor));
  }
}
