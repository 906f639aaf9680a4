package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A version that serves, crashes, and crashes again whenever it is started is still the one that
/// serves: a deployment names it as what was before, and goes back to it.
class CrashBackOffTest {
  @TempDir Path folder;
  private RunningWorkers running;
  private Path needed;
  private DeploymentId one;

  @BeforeEach
  void deployOneThatCrashes() throws Exception {
    running = new RunningWorkers(folder);
    needed = Files.createFile(folder.resolve("needed"));
    one = running.deploy(SampleService.files("needs " + needed));
    assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
    Files.delete(needed);
    running.target().processes(CART, STAGING, one).forEach(ProcessHandle::destroyForcibly);
    await().until(() -> serving().isEmpty());
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aGoodVersionNamesItAsWhatWasBefore() throws Exception {
    DeploymentId two = running.deploy(SampleService.files("two"));
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(previousOf(two)).isEqualTo(one);
    assertThat(serving()).containsExactly(new TrafficShare(two, 100));
    assertThat(running.target().processes(CART, STAGING, one)).isEmpty();
  }

  @Test
  void afterABadVersionItIsStartedAgainUntilItServes() throws Exception {
    DeploymentId two = running.deploy(SampleService.files("dies"));
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(previousOf(two)).isEqualTo(one);
    DeploymentManifestClosed closed = running.body(two, DeploymentManifestClosed.class);
    assertThat(closed.reason())
        .contains("exit code 3", "going back failed", "exit code 4", "started again until it is");
    assertThat(closed.serving()).isEmpty();
    assertThat(closed.restoredDeploymentId()).isNull();
    Files.createFile(needed);
    await().until(() -> serving().equals(List.of(new TrafficShare(one, 100))));
  }

  private DeploymentId previousOf(DeploymentId deployment) {
    PreviousDeployment previous =
        running.body(deployment, DeploymentManifestOpened.class).plan().previous();
    return Objects.requireNonNull(previous).deploymentId();
  }

  private List<TrafficShare> serving() {
    return running.target().observe(CART, STAGING);
  }
}
