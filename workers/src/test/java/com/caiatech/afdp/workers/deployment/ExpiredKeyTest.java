package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.connection.TemporalServer;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The workers' signing key expires in the middle of a deployment: an outage, until a policy grants
/// another key and workers sign with it. On the server of the `temporal` command, since the
/// in-process service loses tasks where one worker follows another.
@Tag("temporal-server")
class ExpiredKeyTest {
  @TempDir Path folder;
  private @Nullable TemporalServer server;
  private final ShiftedClock clock = new ShiftedClock();
  private final Deaths deaths = Deaths.none();
  private @Nullable MortalWorkers workers;
  private RunningWorkers running;
  private DeploymentId one;

  @BeforeEach
  void deployTheFirst() throws Exception {
    Optional<Path> command = TemporalServer.command();
    assumeTrue(command.isPresent(), "SKIPPED: no temporal command on the PATH");
    server = TemporalServer.start(command.orElseThrow(), folder, 1);
    OpenPgpSecretKey key = new StockGit(folder.resolve("gnupg")).expiringKey("1d");
    running =
        new RunningWorkers(
            folder,
            new RecordedDeployments(
                new TestPlatform(Files.createDirectory(folder.resolve("ledgers")), key)),
            server.namespace(0),
            Duration.ofSeconds(10),
            configuration -> {
              workers = new MortalWorkers(configuration, deaths, clock);
              return workers;
            });
    one = deploy("one", SampleService.blueGreen("one", 0));
    assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @AfterEach
  void close() {
    if (server != null) {
      running.close();
      server.close();
    }
  }

  @Test
  void whatWaitsForItIsRecordedOnceAnotherKeyIsGranted() throws Exception {
    DeploymentId two =
        deploy(
            "two",
            SampleService.blueGreen("two", 0)
                .replace("strategy: {", "strategy: {pauseBeforeSwitch: {}, "));
    await(() -> running.last(two).phase() == DeploymentPhase.PAUSED);
    expire();
    CompletableFuture<RequestOutcome> promotion =
        CompletableFuture.supplyAsync(
            () -> running.outcome(two, RequestedAction.PROMOTE), Thread::startVirtualThread);
    await(() -> deaths.calls("LedgerWriteCaused promoteDeployment") > 0);
    assertThat(promotion).isNotDone();
    assertThat(serving()).containsExactly(new TrafficShare(one, 100));
    grantAnother();
    assertThat(promotion.join()).isInstanceOf(RequestOutcome.Recorded.class);
    DeploymentStatus status = running.status(two);
    assertThat(status)
        .as(() -> String.valueOf(running.last(two)))
        .isEqualTo(DeploymentStatus.SUCCEEDED);
    DeploymentInvariants.hold(running, two);
    assertThat(serving()).containsExactly(new TrafficShare(two, 100));
  }

  @Test
  void anAbortGoesBackBeforeAnotherKeyIsGrantedAndIsRecordedThen() throws Exception {
    DeploymentId two = deploy("two", SampleService.blueGreen("two", 600));
    await(() -> serving().equals(List.of(new TrafficShare(two, 100))));
    expire();
    assertThat(running.askToAbort(two)).isInstanceOf(RequestOutcome.Acting.class);
    await(() -> serving().equals(List.of(new TrafficShare(one, 100))));
    assertThat(running.bodies(two, DeploymentManifestClosed.class)).isEmpty();
    grantAnother();
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.ABORTED);
    DeploymentInvariants.hold(running, two);
    assertThat(running.body(two, DeploymentManifestClosed.class).restoredDeploymentId())
        .isEqualTo(one);
  }

  private void expire() {
    clock.shift(Duration.ofDays(2));
  }

  private void grantAnother() {
    OpenPgpSecretKey another =
        OpenPgpSecretKey.generate("AFDP worker <worker@afdp.invalid>", Instant.now());
    TestPlatform platform = running.recorded().platform();
    try (Ledgers ledgers = platform.openAs(another)) {
      ledgers.writer().write(List.of(RecordToWrite.of(platform.granting(another))));
    }
    clock.shift(Duration.ZERO);
    Objects.requireNonNull(workers).signAs(TestPlatform.identity(another));
  }

  private DeploymentId deploy(String version, String descriptor) throws Exception {
    return running.deploy(
        SampleService.files(version, descriptor.replace("replicas: 2", "replicas: 1")));
  }

  private List<TrafficShare> serving() {
    return running.target().observe(CART, STAGING);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().until(condition);
  }
}
