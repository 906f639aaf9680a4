package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.Workers;
import com.caiatech.afdp.workers.WorkersConfiguration;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// All of the workers on in-process Temporal: a deployment that the policy does not let start.
@Timeout(180)
class UnsoundDeploymentTest {
  @TempDir Path folder;
  private StockGit git;
  private Path source;
  private RecordedDeployments recorded;
  private InProcessTemporal temporal;
  private Workers workers;

  @BeforeEach
  void open() throws Exception {
    git = new StockGit(folder.resolve("home"));
    source = folder.resolve("cart.git");
    git.run(folder, "git", "init", "-q", "--bare", "-b", "main", source.toString());
    RepositoryName repository = new RepositoryName("cart");
    PlatformFile platform = new PlatformFile(folder.resolve("platform.json"));
    platform.replace(
        new Platform(
            "afdp-test",
            List.of(new Platform.Environment(STAGING, 0, "staging-approval")),
            List.of(),
            List.of(new Platform.SourceRepository(repository, source.toUri(), "main")),
            List.of(
                new Platform.Service(
                    CART, Map.of(SourceRole.APPLICATION, Platform.Source.wholeOf(repository))))));
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
    temporal = new InProcessTemporal();
    Map<Series, LedgerPlace> ledgers = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      ledgers.put(series, new LedgerPlace.OnSharedDisk(recorded.platform().repository(series)));
    }
    workers =
        Workers.start(
            new WorkersConfiguration(
                temporal.target(),
                "default",
                true,
                folder.resolve("platform.json"),
                ledgers,
                recorded.platform().identity(),
                recorded.platform().pinned(),
                folder.resolve("marks"),
                folder.resolve("evidence"),
                folder.resolve("mirrors"),
                folder.resolve("target"),
                CourseLimits.DEFAULT,
                null,
                moved -> {}));
  }

  @AfterEach
  void close() {
    workers.close();
    temporal.close();
    recorded.close();
  }

  @Test
  void itFailsForWhatWasFoundAndLeavesWhatRunsAsItIs() throws Exception {
    DeploymentId one = deploy("one");
    assertThat(status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
    List<ProcessHandle> running = workers.target().processes(CART, STAGING, one);
    assertThat(running).hasSize(2);
    recorded.write(recorded.platform().withoutApprovalRules());
    DeploymentId two = deploy("two");
    assertThat(status(two)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(reason(two))
        .startsWith("nothing of deployment " + two + " was started; what runs was left as it is: ")
        .contains("no-rule: ");
    assertThat(workers.target().observe(CART, STAGING)).containsExactly(new TrafficShare(one, 100));
    assertThat(workers.target().processes(CART, STAGING, one))
        .containsExactlyInAnyOrderElementsOf(running);
    assertThat(workers.target().processes(CART, STAGING, two)).isEmpty();
  }

  private DeploymentId deploy(String version) throws Exception {
    git.push(source, SampleService.files(version));
    DeploymentId id = DeploymentId.create(Instant.now());
    DeploymentStart start =
        new DeploymentStart(
            id,
            CART,
            STAGING,
            recorded.platform().proven(id, Instant.now(), TestPlatform.unproven()));
    assertThat(Asking.deploy(temporal.client(), start, Duration.ofSeconds(10)))
        .isInstanceOf(RequestOutcome.Admitted.class);
    return id;
  }

  private DeploymentStatus status(DeploymentId id) {
    try {
      return temporal
          .client()
          .newUntypedWorkflowStub(id.value())
          .getResult(60, TimeUnit.SECONDS, DeploymentStatus.class);
    } catch (TimeoutException late) {
      throw new AssertionError("deployment " + id + " did not end within 60 s", late);
    }
  }

  private String reason(DeploymentId id) {
    return recorded.standing(id).stream()
        .map(it -> it.record().body())
        .filter(DeploymentManifestClosed.class::isInstance)
        .map(it -> String.valueOf(((DeploymentManifestClosed) it).reason()))
        .findFirst()
        .orElseThrow();
  }
}
