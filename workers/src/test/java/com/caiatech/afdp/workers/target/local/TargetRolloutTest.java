package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.connection.TemporalPayloads;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import com.caiatech.afdp.workers.rollout.TargetRollout;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The activities of a rollout with real processes behind the real router.
class TargetRolloutTest {
  @TempDir Path folder;
  SampleService sample;
  RecordedDeployments recorded;
  LocalTarget target;
  TestActivityEnvironment environment;
  TargetActivities rollouts;

  @BeforeEach
  void open() throws IOException {
    sample = SampleService.in(folder);
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(TemporalPayloads.converter())
                        .build())
                .build());
    environment.registerActivitiesImplementations(
        new TargetRollout(target, sample.described(), recorded.startEvidence(sample.described())));
    rollouts = environment.newActivityStub(TargetActivities.class);
  }

  @AfterEach
  void close() {
    environment.close();
    target.close();
    recorded.close();
    sample.close();
  }

  @Test
  void checksReplacesInstanceByInstanceAndConfirms() {
    DeploymentId one = deployed("one");
    Rollout two = rollout("two", one);
    assertThat(rollouts.check(two, CheckStage.PRE))
        .extracting(CheckResult::status)
        .containsExactly(CheckStatus.PASSED);
    assertThat(rollouts.replace(two, 1))
        .isEqualTo(succeeded(new TrafficShare(two.deploymentId(), 50), new TrafficShare(one, 50)));
    assertThat(target.processes(SERVICE, STAGING, one)).hasSize(1);
    assertThat(rollouts.replace(two, 2))
        .isEqualTo(succeeded(new TrafficShare(two.deploymentId(), 100)));
    assertThat(target.processes(SERVICE, STAGING, one)).isEmpty();
    assertThat(rollouts.check(two, CheckStage.POST))
        .extracting(CheckResult::status)
        .containsExactly(CheckStatus.PASSED);
    assertThat(lastGood()).isEqualTo(one);
    rollouts.confirm(two);
    assertThat(lastGood()).isEqualTo(two.deploymentId());
  }

  @Test
  void keepsTrafficWhenAnInstanceDiesAndGoesBackToWhatServed() {
    DeploymentId one = deployed("one");
    Rollout two = rollout("dies", one);
    StepOutcome step = rollouts.replace(two, 1);
    assertThat(step.result()).isEqualTo(StepResult.FAILED);
    assertThat(String.valueOf(step.detail()))
        .endsWith("ended before it was healthy with exit code 3");
    assertThat(step.traffic()).containsExactly(new TrafficShare(one, 100));
    assertThat(rollouts.restore(two)).isEqualTo(succeeded(new TrafficShare(one, 100)));
  }

  @Test
  void removesADeploymentAndLeavesWhatServesWithoutBeingTold() {
    Rollout one = rollout("one", null);
    assertThat(rollouts.replace(one, 1).result()).isEqualTo(StepResult.SUCCEEDED);
    Rollout two = rollout("two", null);
    assertThat(rollouts.replace(two, 1).traffic()).hasSize(2);
    assertThat(rollouts.restore(two))
        .isEqualTo(succeeded(new TrafficShare(one.deploymentId(), 100)));
    assertThat(target.processes(SERVICE, STAGING, two.deploymentId())).isEmpty();
    assertThat(rollouts.restore(rollout("three", null)))
        .isEqualTo(succeeded(new TrafficShare(one.deploymentId(), 100)));
  }

  private DeploymentId deployed(String version) {
    Rollout rollout = rollout(version, null);
    for (int instance = 1; instance <= 2; instance++) {
      assertThat(rollouts.replace(rollout, instance).result()).isEqualTo(StepResult.SUCCEEDED);
    }
    rollouts.confirm(rollout);
    return rollout.deploymentId();
  }

  private Rollout rollout(String version, @Nullable DeploymentId previous) {
    Rollout rollout = recorded.opened(sample.deployed(version), previous);
    recorded.go(rollout);
    return rollout;
  }

  private static StepOutcome succeeded(TrafficShare... traffic) {
    return new StepOutcome(StepResult.SUCCEEDED, List.of(traffic), null);
  }

  private DeploymentId lastGood() {
    return target.lastGood(SERVICE, STAGING).orElseThrow().deploymentId();
  }
}
