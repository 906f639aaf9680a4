package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.connection.TemporalPayloads;
import com.caiatech.afdp.workers.rollout.TargetRollout;
import com.caiatech.afdp.workers.target.Release;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The activities of a rollout with real processes behind the real router.
class TargetRolloutTest {
  @TempDir Path folder;
  SampleService sample;
  LocalTarget target;
  TestActivityEnvironment environment;
  TargetActivities rollouts;

  @BeforeEach
  void open() {
    sample = SampleService.in(folder);
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(TemporalPayloads.converter())
                        .build())
                .build());
    environment.registerActivitiesImplementations(new TargetRollout(target, sample.described()));
    rollouts = environment.newActivityStub(TargetActivities.class);
  }

  @AfterEach
  void close() {
    environment.close();
    target.close();
    sample.close();
  }

  @Test
  void checksReplacesInstanceByInstanceAndConfirms() {
    DeploymentId one = deployed(1, "one");
    Rollout two = rollout(2, "two", null);
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
    DeploymentId one = deployed(1, "one");
    Rollout two = rollout(2, "dies", one);
    StepOutcome step = rollouts.replace(two, 1);
    assertThat(step.result()).isEqualTo(StepResult.FAILED);
    assertThat(String.valueOf(step.detail()))
        .endsWith("ended before it was healthy with exit code 3");
    assertThat(step.traffic()).containsExactly(new TrafficShare(one, 100));
    assertThat(rollouts.restore(two)).isEqualTo(succeeded(new TrafficShare(one, 100)));
    assertThat(rollouts.restore(rollout(3, "dies", null))).isEqualTo(succeeded());
  }

  private DeploymentId deployed(long sequence, String version) {
    Rollout rollout = rollout(sequence, version, null);
    for (int instance = 1; instance <= 2; instance++) {
      assertThat(rollouts.replace(rollout, instance).result()).isEqualTo(StepResult.SUCCEEDED);
    }
    rollouts.confirm(rollout);
    return rollout.deploymentId();
  }

  private Rollout rollout(long sequence, String version, @Nullable DeploymentId previous) {
    Release.Source source =
        Optional.ofNullable(sample.sources(version).get(SourceRole.APPLICATION)).orElseThrow();
    return new Rollout(
        DeploymentId.create(Instant.now()),
        SERVICE,
        STAGING,
        sequence,
        Map.of(SourceRole.APPLICATION, new Rollout.Source(source.repository(), source.commit())),
        previous == null
            ? null
            : new PreviousDeployment(
                previous,
                new RecordRef(
                    Series.DEPLOYMENT_MANIFESTS.firstVolume(),
                    0,
                    "opened",
                    Sha256.ofUtf8("opened")),
                Map.of()));
  }

  private static StepOutcome succeeded(TrafficShare... traffic) {
    return new StepOutcome(StepResult.SUCCEEDED, List.of(traffic), null);
  }

  private DeploymentId lastGood() {
    return target.lastGood(SERVICE, STAGING).orElseThrow().deploymentId();
  }
}
