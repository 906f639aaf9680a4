package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static com.caiatech.afdp.workers.target.local.SampleService.fence;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.check.CheckOutcome;
import com.caiatech.afdp.workers.target.Release;
import com.caiatech.afdp.workers.target.ReleaseRollout;
import com.caiatech.afdp.workers.target.RolloutStep;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseRolloutTest {
  @TempDir Path folder;
  SampleService sample;
  LocalTarget target;
  ReleaseRollout rollout;

  @BeforeEach
  void open() {
    sample = SampleService.in(folder);
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    rollout = new ReleaseRollout(target, repository -> sample.mirror());
  }

  @AfterEach
  void close() {
    target.close();
    sample.close();
  }

  @Test
  void checksReplacesInstanceByInstanceAndConfirms() {
    DeploymentId one = deploy(1, "one");
    DeploymentId two = DeploymentId.create(Instant.now());
    Map<SourceRole, Release.Source> sources = sample.sources("two");
    assertThat(rollout.check(fence(2), two, sources, CheckStage.PRE, () -> {}))
        .singleElement()
        .satisfies(check -> assertThat(check.status()).isEqualTo(CheckStatus.PASSED));
    assertThat(rollout.replace(fence(2), two, sources, 1, () -> {}))
        .isEqualTo(
            new RolloutStep(
                true, List.of(new TrafficShare(one, 50), new TrafficShare(two, 50)), null));
    assertThat(target.processes(SERVICE, STAGING, one)).hasSize(1);
    assertThat(rollout.replace(fence(2), two, sources, 2, () -> {}))
        .isEqualTo(new RolloutStep(true, List.of(new TrafficShare(two, 100)), null));
    assertThat(target.processes(SERVICE, STAGING, one)).isEmpty();
    assertThat(target.lastGood(SERVICE, STAGING))
        .get()
        .extracting(Release::deploymentId)
        .isEqualTo(one);
    List<CheckOutcome> checks = rollout.check(fence(2), two, sources, CheckStage.POST, () -> {});
    assertThat(checks)
        .singleElement()
        .satisfies(check -> assertThat(check.status()).isEqualTo(CheckStatus.PASSED));
    assertThat(target.lastGood(SERVICE, STAGING))
        .get()
        .extracting(Release::deploymentId)
        .isEqualTo(two);
  }

  @Test
  void keepsTrafficWhenAnInstanceDiesAndGoesBackToWhatServed() {
    DeploymentId one = deploy(1, "one");
    DeploymentId two = DeploymentId.create(Instant.now());
    RolloutStep step = rollout.replace(fence(2), two, sample.sources("dies"), 1, () -> {});
    assertThat(step.done()).isFalse();
    assertThat(step.detail()).contains("cannot find its database");
    assertThat(step.traffic()).containsExactly(new TrafficShare(one, 100));
    assertThat(rollout.restore(fence(2), one, () -> {}))
        .isEqualTo(new RolloutStep(true, List.of(new TrafficShare(one, 100)), null));
    assertThat(rollout.restore(fence(2), null, () -> {}))
        .isEqualTo(
            new RolloutStep(true, List.of(), "nothing served before, so nothing serves now"));
  }

  private DeploymentId deploy(long sequence, String version) {
    DeploymentId deployment = DeploymentId.create(Instant.now());
    Map<SourceRole, Release.Source> sources = sample.sources(version);
    for (int instance = 1; instance <= 2; instance++) {
      assertThat(rollout.replace(fence(sequence), deployment, sources, instance, () -> {}).done())
          .isTrue();
    }
    rollout.check(fence(sequence), deployment, sources, CheckStage.POST, () -> {});
    return deployment;
  }
}
