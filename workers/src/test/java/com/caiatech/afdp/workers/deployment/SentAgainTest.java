package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The request of a deployment that somebody ended from outside is sent again before any worker has
/// looked for what was lost; none looks here.
final class SentAgainTest {
  @TempDir Path folder;

  @Test
  void whatWasEndedFromOutsideIsGoneBackFromOnceItsRequestIsSentAgain() throws Exception {
    try (RunningWorkers running =
        new RunningWorkers(
            folder,
            new RecordedDeployments(folder.resolve("ledgers")),
            new InProcessTemporal(),
            Duration.ofSeconds(10),
            configuration -> new MortalWorkers(configuration, Deaths.none(), Clock.systemUTC()))) {
      DeploymentId one =
          running.deploy(SampleService.files("one", SampleService.blueGreen("one", 0)));
      assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
      List<ProcessHandle> kept = running.target().processes(CART, STAGING, one);
      DeploymentId two =
          running.deploy(SampleService.files("two", SampleService.blueGreen("two", 600)));
      running.awaitServing(two);
      running.terminate(two);
      assertThat(running.ask(two, TestPlatform.unproven()))
          .isInstanceOf(RequestOutcome.Admitted.class);
      assertThat(running.status(two)).isEqualTo(DeploymentStatus.LOST);
      assertThat(running.body(two, DeploymentManifestClosed.class).restoredDeploymentId())
          .isEqualTo(one);
      assertThat(running.target().processes(CART, STAGING, one))
          .containsExactlyInAnyOrderElementsOf(kept);
      assertThat(Load.get(running.target().address(CART, STAGING))).isEqualTo("200 one");
      DeploymentInvariants.hold(running, two);
      DeploymentId three =
          running.deploy(SampleService.files("three", SampleService.blueGreen("three", 0)));
      assertThat(running.status(three)).isEqualTo(DeploymentStatus.SUCCEEDED);
    }
  }
}
