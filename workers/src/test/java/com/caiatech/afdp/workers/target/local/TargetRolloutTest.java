package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.SERVICE;
import static com.caiatech.afdp.workers.target.local.SampleService.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
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
  void open(TestInfo test) throws IOException {
    sample = SampleService.in(folder);
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
    target =
        LocalTarget.open(
            sample.settings(
                LocalTargetSettings.Continuation.LAST_GOOD, LivenessTest.liveness(test)));
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
    assertThat(check(two, PlanStep.Check.PRE, "source")).isEqualTo(CheckStatus.PASSED);
    assertThat(start(two, 1)).isEqualTo(succeeded(new TrafficShare(one, 100)));
    assertThat(setWeights(two, 50))
        .isEqualTo(succeeded(new TrafficShare(two.deploymentId(), 50), new TrafficShare(one, 50)));
    assertThat(retire(two, 1).result()).isEqualTo(StepResult.SUCCEEDED);
    assertThat(target.processes(SERVICE, STAGING, one)).hasSize(1);
    assertThat(start(two, 2).result()).isEqualTo(StepResult.SUCCEEDED);
    assertThat(setWeights(two, 100))
        .isEqualTo(succeeded(new TrafficShare(two.deploymentId(), 100)));
    assertThat(retire(two, 0).result()).isEqualTo(StepResult.SUCCEEDED);
    assertThat(target.processes(SERVICE, STAGING, one)).isEmpty();
    assertThat(check(two, PlanStep.Check.POST, "smoke")).isEqualTo(CheckStatus.PASSED);
    assertThat(lastGood()).isEqualTo(one);
    rollouts.confirm(two);
    assertThat(lastGood()).isEqualTo(two.deploymentId());
  }

  @Test
  void keepsTrafficWhenAnInstanceDiesAndGoesBackToWhatServed() {
    DeploymentId one = deployed("one");
    Rollout two = rollout("dies", one);
    StepOutcome step = start(two, 1);
    assertThat(step.result()).isEqualTo(StepResult.FAILED);
    assertThat(String.valueOf(step.detail()))
        .endsWith("ended before it was healthy with exit code 3");
    assertThat(step.traffic()).containsExactly(new TrafficShare(one, 100));
    assertThat(rollouts.restore(two)).isEqualTo(succeeded(new TrafficShare(one, 100)));
  }

  @Test
  void anInstanceThatDiedBeforeItsTrafficCameFailsTheSwitchAndTheOldServes() {
    DeploymentId one = deployed("one");
    Rollout two = rollout("two", one);
    assertThat(start(two, 1).result()).isEqualTo(StepResult.SUCCEEDED);
    target.processes(SERVICE, STAGING, two.deploymentId()).forEach(ProcessHandle::destroyForcibly);
    await().until(() -> target.processes(SERVICE, STAGING, two.deploymentId()).isEmpty());
    StepOutcome step = setWeights(two, 100);
    assertThat(step.result()).isEqualTo(StepResult.FAILED);
    assertThat(String.valueOf(step.detail()))
        .isEqualTo(
            "shifting 100 %% of cart in staging to deployment %s failed: no instance of it is healthy; traffic flows as before"
                .formatted(two.deploymentId()));
    assertThat(step.traffic()).containsExactly(new TrafficShare(one, 100));
  }

  @Test
  @Tag(LivenessTest.HANGS)
  void aReleaseThatHangsFailsTheBakeThoughItsTimeIsOverBeforeThatIsFound() throws Exception {
    Rollout one = rollout("one", null);
    assertThat(start(one, 1).result()).isEqualTo(StepResult.SUCCEEDED);
    URI instance =
        target.addresses(SERVICE, STAGING, one.deploymentId()).getFirst().resolve("/hang");
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(HttpRequest.newBuilder(instance).build(), HttpResponse.BodyHandlers.discarding());
    }
    StepOutcome step = rollouts.bake(one, new PlanStep.Bake(0, 0), Instant.now());
    assertThat(step.result()).isEqualTo(StepResult.FAILED);
    assertThat(String.valueOf(step.detail()))
        .isEqualTo("no instance of deployment " + one.deploymentId() + " is healthy any more");
  }

  @Test
  void whatStillServesIsNotStoppedAltogether() {
    DeploymentId one = deployed("one");
    Rollout two = rollout("two", one);
    assertThat(start(two, 1).result()).isEqualTo(StepResult.SUCCEEDED);
    StepOutcome step = retire(two, 0);
    assertThat(step.result()).isEqualTo(StepResult.FAILED);
    assertThat(String.valueOf(step.detail()))
        .endsWith("found some at deployment " + one + "; nothing was stopped");
    assertThat(target.processes(SERVICE, STAGING, one)).hasSize(2);
  }

  @Test
  void aRollbackStartsItsTargetWhereThatIsKept() throws IOException {
    Map<SourceRole, DeployedSource> sources = sample.deployed("needs built");
    Rollout one = recorded.opened(sources, null);
    recorded.go(one);
    assertThat(check(one, PlanStep.Check.PRE, "source")).isEqualTo(CheckStatus.PASSED);
    Path kept = folder.resolve("target/staging/cart/" + one.deploymentId() + "/application");
    Files.writeString(kept.resolve("built"), "by its checks");
    serve(one);
    recorded.closed(one);
    deployed("two");
    Rollout back = recorded.rollback(one.deploymentId(), sources);
    recorded.go(back);
    serve(back);
    assertThat(check(back, PlanStep.Check.POST, "smoke")).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void aCheckThatTheDescriptorDoesNotHaveIsNamed() {
    Rollout one = rollout("one", null);
    assertThatThrownBy(() -> check(one, PlanStep.Check.PRE, "smoke"))
        .hasRootCauseMessage(
            "message='the descriptor of the pinned commit has no such pre-deployment check', type='TARGET_REFUSED', nonRetryable=true");
  }

  @Test
  void removesADeploymentAndLeavesWhatServesWithoutBeingTold() {
    Rollout one = rollout("one", null);
    assertThat(start(one, 1).result()).isEqualTo(StepResult.SUCCEEDED);
    assertThat(setWeights(one, 50)).isEqualTo(succeeded(new TrafficShare(one.deploymentId(), 100)));
    Rollout two = rollout("two", null);
    assertThat(start(two, 1).result()).isEqualTo(StepResult.SUCCEEDED);
    assertThat(setWeights(two, 50).traffic()).hasSize(2);
    assertThat(rollouts.restore(two))
        .isEqualTo(succeeded(new TrafficShare(one.deploymentId(), 100)));
    assertThat(target.processes(SERVICE, STAGING, two.deploymentId())).isEmpty();
    assertThat(rollouts.restore(rollout("three", null)))
        .isEqualTo(succeeded(new TrafficShare(one.deploymentId(), 100)));
  }

  private DeploymentId deployed(String version) {
    Rollout rollout = rollout(version, null);
    serve(rollout);
    return rollout.deploymentId();
  }

  private void serve(Rollout rollout) {
    assertThat(start(rollout, 2).result()).isEqualTo(StepResult.SUCCEEDED);
    assertThat(setWeights(rollout, 100).result()).isEqualTo(StepResult.SUCCEEDED);
    rollouts.confirm(rollout);
  }

  private StepOutcome start(Rollout rollout, int instances) {
    return rollouts.start(rollout, new PlanStep.Start(instances, 0));
  }

  private StepOutcome setWeights(Rollout rollout, int weight) {
    return rollouts.setWeights(rollout, new PlanStep.SetWeights(weight, 0));
  }

  private StepOutcome retire(Rollout rollout, int keep) {
    return rollouts.retire(rollout, new PlanStep.Retire(keep, 0));
  }

  private CheckStatus check(Rollout rollout, String stage, String name) {
    return rollouts.check(rollout, new PlanStep.Check(stage, name, 0)).status();
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
