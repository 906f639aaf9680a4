package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blue-green deployments of a real service under load, by all of the workers: whatever the new
/// version does, a healthy side serves in the end, and no request fails because of a switch.
class BlueGreenTest {
  @TempDir Path folder;
  private RunningWorkers running;
  private DeploymentId one;

  @BeforeEach
  void deployTheFirst() throws Exception {
    running = new RunningWorkers(folder);
    one = deploy("one", 0);
    assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aGoodVersionIsSwitchedToAtOnceAndTheOldOneIsKeptForAWhile() throws Exception {
    try (Load load = new Load(address())) {
      load.awaitMore(50);
      DeploymentId two = deploy("two", 3);
      running.awaitServing(two);
      assertThat(running.target().processes(CART, STAGING, one)).hasSize(2);
      assertThat(running.status(two)).isEqualTo(DeploymentStatus.SUCCEEDED);
      load.awaitMore(50);
      assertThat(load.end()).containsOnlyKeys("200 one", "200 two");
      assertThat(running.target().processes(CART, STAGING, one)).isEmpty();
      assertThat(steps(two))
          .extracting(DeploymentStep::name)
          .containsExactly("go", "start-2", "set-weights-100", "bake", "retire-0");
      assertThat(steps(two).get(1).traffic()).containsExactly(new TrafficShare(one, 100));
      assertThat(steps(two).get(2).traffic()).containsExactly(new TrafficShare(two, 100));
      assertThat(running.body(two, DeploymentManifestOpened.class).plan().strategy())
          .isEqualTo("blue-green");
    }
  }

  @Test
  void aVersionThatIsNeverReadyGetsNoTraffic() throws Exception {
    assertThatTheOldServesOn("sick", "was not healthy within 1 s");
  }

  @Test
  void aVersionThatCrashesAtOnceGetsNoTraffic() throws Exception {
    assertThatTheOldServesOn("dies", "ended before it was healthy with exit code 3");
  }

  @Test
  void aVersionThatFailsItsCheckGetsNoTraffic() throws Exception {
    assertThatTheOldServesOn("broken", "post-deployment check smoke");
  }

  private void assertThatTheOldServesOn(String version, String reason) throws Exception {
    try (Load load = new Load(address())) {
      load.awaitMore(50);
      DeploymentId two = deploy(version, 3);
      assertThat(running.status(two)).isEqualTo(DeploymentStatus.FAILED);
      load.awaitMore(50);
      assertThat(load.end()).containsOnlyKeys("200 one");
      DeploymentManifestClosed closed = running.body(two, DeploymentManifestClosed.class);
      assertThat(closed.reason()).contains(reason);
      assertThat(closed.restoredDeploymentId()).isEqualTo(one);
      assertThat(closed.serving()).containsExactly(new TrafficShare(one, 100));
      assertThat(running.target().processes(CART, STAGING, two)).isEmpty();
    }
  }

  @Test
  void aVersionThatDiesAfterTheSwitchIsGoneBackFromToTheInstancesThatWereKept() throws Exception {
    List<ProcessHandle> kept = running.target().processes(CART, STAGING, one);
    DeploymentId two = deploy("two", 600);
    running.awaitServing(two);
    running.target().processes(CART, STAGING, two).forEach(ProcessHandle::destroyForcibly);
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(running.body(two, DeploymentManifestClosed.class).reason())
        .matches(
            "no instance of deployment %s is healthy any more(; it answered [0-9]+ requests, [0-9]+ of them with an error)?; the new version had 100 %% of the traffic"
                .formatted(two));
    assertOneServesFrom(kept);
  }

  @Test
  void anAbortWhileTheOldVersionIsKeptSwitchesBackToIt() throws Exception {
    List<ProcessHandle> kept = running.target().processes(CART, STAGING, one);
    try (Load load = new Load(address())) {
      DeploymentId two = deploy("two", 600);
      running.awaitServing(two);
      load.awaitMore(50);
      running.abort(two);
      assertThat(running.status(two)).isEqualTo(DeploymentStatus.ABORTED);
      load.awaitMore(50);
      assertThat(load.end()).containsOnlyKeys("200 one", "200 two");
      assertOneServesFrom(kept);
    }
  }

  @Test
  void aPauseBeforeTheSwitchLastsUntilSomebodyPromotesAndABakeUntilSomebodySkipsIt()
      throws Exception {
    try (Load load = new Load(address())) {
      DeploymentId two = deployPaused();
      load.awaitMore(50);
      assertThat(running.target().observe(CART, STAGING))
          .containsExactly(new TrafficShare(one, 100));
      running.steer(two, RequestedAction.PROMOTE);
      await().until(() -> running.last(two).message().equals("set-weights-100 succeeded"));
      running.steer(two, RequestedAction.SKIP_STEP);
      assertThat(running.status(two)).isEqualTo(DeploymentStatus.SUCCEEDED);
      load.awaitMore(50);
      assertThat(load.end()).containsOnlyKeys("200 one", "200 two");
      assertThat(running.target().processes(CART, STAGING, one)).isEmpty();
      assertThat(steps(two))
          .extracting(DeploymentStep::name, DeploymentStep::traffic)
          .contains(
              tuple("pause", List.of(new TrafficShare(one, 100))),
              tuple("bake", List.of(new TrafficShare(two, 100))));
    }
  }

  @Test
  void aVersionThatDiesInAPauseIsGoneBackFrom() throws Exception {
    DeploymentId two = deployPaused();
    running.target().processes(CART, STAGING, two).forEach(ProcessHandle::destroyForcibly);
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(Load.get(address())).isEqualTo("200 one");
  }

  /// The version two, up and checked beside the first, and waiting to be promoted.
  private DeploymentId deployPaused() throws IOException, InterruptedException {
    DeploymentId two =
        running.deploy(
            SampleService.files(
                "two",
                SampleService.blueGreen("two", 600)
                    .replace("strategy: {", "strategy: {pauseBeforeSwitch: {}, ")));
    await().until(() -> running.last(two).phase() == DeploymentPhase.PAUSED);
    return two;
  }

  @Test
  void whatIsTerminatedFromOutsideIsGoneBackFromAndClosedAsLost() throws Exception {
    List<ProcessHandle> kept = running.target().processes(CART, STAGING, one);
    try (Load load = new Load(address())) {
      DeploymentId two = deploy("two", 600);
      running.awaitServing(two);
      load.awaitMore(50);
      running.terminate(two);
      await().until(() -> !running.bodies(two, DeploymentManifestClosed.class).isEmpty());
      DeploymentManifestClosed closed = running.body(two, DeploymentManifestClosed.class);
      assertThat(closed.status()).isEqualTo(DeploymentStatus.LOST);
      assertThat(closed.restoredDeploymentId()).isEqualTo(one);
      assertThat(closed.serving()).containsExactly(new TrafficShare(one, 100));
      load.awaitMore(50);
      assertThat(load.end()).containsOnlyKeys("200 one", "200 two");
      assertOneServesFrom(kept);
      assertThat(running.target().processes(CART, STAGING, two)).isEmpty();
      assertThat(running.status(deploy("three", 0))).isEqualTo(DeploymentStatus.SUCCEEDED);
    }
  }

  private void assertOneServesFrom(List<ProcessHandle> kept) throws Exception {
    assertThat(running.target().observe(CART, STAGING)).containsExactly(new TrafficShare(one, 100));
    assertThat(running.target().processes(CART, STAGING, one))
        .containsExactlyInAnyOrderElementsOf(kept);
    assertThat(Load.get(address())).isEqualTo("200 one");
  }

  private DeploymentId deploy(String version, int keepSeconds)
      throws IOException, InterruptedException {
    return running.deploy(
        SampleService.files(version, SampleService.blueGreen(version, keepSeconds)));
  }

  private URI address() {
    return running.target().address(CART, STAGING);
  }

  private List<DeploymentStep> steps(DeploymentId deployment) {
    return running.bodies(deployment, DeploymentStep.class);
  }
}
