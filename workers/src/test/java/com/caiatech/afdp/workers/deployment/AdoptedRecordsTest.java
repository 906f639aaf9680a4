package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.LedgerRecording;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.lock.EnvironmentLock;
import com.caiatech.afdp.workers.lock.LockStart;
import com.caiatech.afdp.workers.lock.TemporalLocks;
import com.caiatech.afdp.workers.plan.Admissions;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import com.caiatech.afdp.workers.plan.Planner;
import com.caiatech.afdp.workers.plan.RollbackEvidence;
import com.caiatech.afdp.workers.plan.ServingTarget;
import com.caiatech.afdp.workers.plan.SourceMirrors;
import com.caiatech.afdp.workers.plan.Sources;
import com.caiatech.afdp.workers.plan.UnrecordedRollbacks;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deployments whose records stand before the run that writes them knows it, on in-process Temporal
/// over real ledgers and a real repository; only the target is made up.
final class AdoptedRecordsTest {
  private static final ServiceName CART = new ServiceName("cart");
  private static final EnvironmentName STAGING = new EnvironmentName("staging");
  private static final RepositoryName REPOSITORY = new RepositoryName("cart");
  private static final Duration TASK = Duration.ofSeconds(2);

  @TempDir Path folder;
  private final DeploymentId id = DeploymentId.create(Instant.now());
  private final Serving serving = new Serving();
  private TestPlatform platform;
  private Ledgers ledgers;
  private SourceMirrors mirrors;
  private Sources sources;
  private PlatformFile file;
  private InProcessTemporal temporal;
  private DeploymentReadings deployments;
  private FaultyLedger ledger;
  private WorkerFactory workers;

  @BeforeEach
  void open() throws Exception {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("ledgers")));
    ledgers = platform.start(Clock.systemUTC());
    StockGit git = new StockGit(folder.resolve("home"));
    Path source = folder.resolve("cart.git");
    git.run(folder, "git", "init", "-q", "--bare", "-b", "main", source.toString());
    git.push(
        source,
        Map.of(
            "afdp.yaml",
            """
            apiVersion: afdp/v1
            service: cart
            run: {command: [./serve], replicas: 1}
            health: {path: /health, timeoutSeconds: 60, intervalMillis: 50}
            """));
    file = new PlatformFile(folder.resolve("platform.json"));
    file.replace(
        new Platform(
            "afdp-test",
            List.of(new Platform.Environment(STAGING, 0, "staging-approval")),
            List.of(),
            List.of(new Platform.SourceRepository(REPOSITORY, source.toUri(), "main")),
            List.of(
                new Platform.Service(
                    CART, Map.of(SourceRole.APPLICATION, Platform.Source.wholeOf(REPOSITORY))))));
    mirrors = new SourceMirrors(folder.resolve("mirrors"));
    sources = new Sources(file, mirrors, Duration.ofMinutes(5));
    deployments = new DeploymentReadings(ledgers.readings());
    ledger = new FaultyLedger(new LedgerRecording(ledgers.writer(), ledgers.readings()));
    temporal = new InProcessTemporal();
    workers = startWorkers();
  }

  @AfterEach
  void close() {
    ledger.release();
    stop(workers);
    temporal.close();
    mirrors.close();
    ledgers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {LogicalStep.OPENED, LogicalStep.GO, LogicalStep.CLOSED})
  void aWriteThatFailsOnceItsRecordStandsIsRepeatedAndFindsItThere(String logicalStep) {
    ledger.failAfter(logicalStep);
    deploy();
    assertThat(status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(ledger.isHarmless()).isTrue();
    assertThat(contested()).isEmpty();
    assertOneRecordOfEachStep();
  }

  @ParameterizedTest
  @ValueSource(strings = {LogicalStep.OPENED, LogicalStep.GO, LogicalStep.CLOSED})
  void workersThatAreKilledOnceARecordStandsLeaveItToTheNextOnes(String logicalStep) {
    ledger.hangAfter(logicalStep);
    deploy();
    await().until(ledger::hangs);
    kill();
    assertThat(status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertOneRecordOfEachStep();
  }

  @Test
  void aManifestThatAnotherRunOpenedInTheMeantimeIsAdoptedAndToldAsContested() {
    ledger.precede(LogicalStep.OPENED);
    deploy();
    assertThat(status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(contested()).singleElement().asString().contains(entries().get(1).ref().path());
    assertOneRecordOfEachStep();
  }

  @Test
  void aRunThatVanishedBeforeItSaidGoGoesOnWithTheManifestThatStands() {
    ledger.hangAfter(LogicalStep.OPENED);
    deploy();
    await().until(ledger::hangs);
    kill();
    temporal.client().newUntypedWorkflowStub(id.value()).terminate("the service lost it");
    ReadEntry opened = entries().getLast();
    deploy();
    assertThat(status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(entries().get(1).ref()).isEqualTo(opened.ref());
    assertThat(contested()).isEmpty();
    assertOneRecordOfEachStep();
  }

  @ParameterizedTest
  @ValueSource(strings = {LogicalStep.REQUEST, LogicalStep.OPENED})
  void aRunThatVanishedAfterSomethingWasFoundDoesNotBeginAnew(String logicalStep) {
    ledger.hangAfter(logicalStep);
    Thread asking = Asking.unheard(this::deploy);
    await().until(ledger::hangs);
    kill();
    temporal.client().newUntypedWorkflowStub(id.value()).terminate("the service lost it");
    asking.interrupt();
    ledgers
        .writer()
        .write(List.of(RecordToWrite.of(TestPlatform.check(id, "lint", Instant.now()))));
    deploy();
    assertThat(status()).isEqualTo(DeploymentStatus.LOST);
    assertThat(entries())
        .extracting(entry -> entry.trusted().orElseThrow().header().logicalStep())
        .doesNotContain(LogicalStep.GO)
        .endsWith(LogicalStep.CLOSED);
  }

  private WorkerFactory startWorkers() {
    WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
    Worker worker =
        factory.newWorker(
            WorkflowNames.TASK_QUEUE,
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build());
    RollbackEvidence evidence = new RollbackEvidence(ledgers.readings(), deployments, sources);
    worker.registerWorkflowImplementationTypes(EnvironmentLock.class, AutomatedDeployment.class);
    worker.registerActivitiesImplementations(
        ledger,
        serving,
        new TemporalLocks(temporal.client(), new LockStart.LockSettings(200, 500)),
        new Admissions(
            file,
            sources,
            evidence,
            deployments,
            new UnrecordedRollbacks(
                ledgers.readings(), ledgers.writer(), deployments, evidence, (_, _, _, _) -> false),
            ledger,
            CourseLimits.DEFAULT),
        new Planner(file, sources, evidence, deployments, serving::observe, CourseLimits.DEFAULT));
    factory.start();
    return factory;
  }

  /// Replaces the workers; what hangs in the old ones goes on hanging and is never answered.
  private void kill() {
    workers.shutdownNow();
    workers = startWorkers();
  }

  private static void stop(WorkerFactory workers) {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }

  private void deploy() {
    DeploymentStart start =
        new DeploymentStart(
            id, CART, STAGING, platform.proven(id, Instant.now(), TestPlatform.unproven()));
    assertThat(Asking.deploy(temporal.client(), start, TASK))
        .isInstanceOf(RequestOutcome.Admitted.class);
  }

  private DeploymentStatus status() {
    return temporal.client().newUntypedWorkflowStub(id.value()).getResult(DeploymentStatus.class);
  }

  /// What the run told of records that stand with other bytes.
  private List<String> contested() {
    return temporal
        .client()
        .newWorkflowStub(AutomatedDeploymentWorkflow.class, id.value())
        .progress()
        .events()
        .stream()
        .map(ProgressEvent::message)
        .filter(message -> message.startsWith("contested: "))
        .toList();
  }

  private void assertOneRecordOfEachStep() {
    List<ReadEntry> entries = entries();
    assertThat(entries)
        .extracting(entry -> entry.trusted().orElseThrow().header().logicalStep())
        .containsExactly("request", "opened", "go", "step-1", "step-2", "step-3", "closed");
    assertThat(entries.getLast().trusted().orElseThrow().body())
        .isInstanceOfSatisfying(
            DeploymentManifestClosed.class,
            closed -> {
              assertThat(closed.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
              assertThat(closed.openedRef()).isEqualTo(entries.get(1).ref());
              assertThat(closed.records())
                  .containsExactlyElementsOf(
                      entries.subList(0, 6).stream().map(ReadEntry::ref).toList());
            });
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).sound()).isTrue();
  }

  /// What stands about the deployment, in the order of the ledger.
  private List<ReadEntry> entries() {
    return ledgers.readings().about(Series.DEPLOYMENT_MANIFESTS, id.subject());
  }

  /// Serves what it is told to, once `go` is durable.
  private final class Serving extends ServingTarget {
    @Override
    public StepOutcome start(Rollout rollout, PlanStep.Start start) {
      assertThat(entries())
          .extracting(entry -> entry.trusted().orElseThrow().header().logicalStep())
          .contains(LogicalStep.GO);
      return succeeded(rollout);
    }

    @Override
    public StepOutcome setWeights(Rollout rollout, PlanStep.SetWeights weights) {
      serve(rollout.deploymentId());
      return succeeded(rollout);
    }

    @Override
    public StepOutcome retire(Rollout rollout, PlanStep.Retire retire) {
      return succeeded(rollout);
    }

    private StepOutcome succeeded(Rollout rollout) {
      return new StepOutcome(
          StepResult.SUCCEEDED, observe(rollout.service(), rollout.environment()), null);
    }

    @Override
    public void confirm(Rollout rollout) {}
  }
}
