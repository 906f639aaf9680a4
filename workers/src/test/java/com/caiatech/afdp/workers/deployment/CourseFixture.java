package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.lock.EnvironmentLock;
import com.caiatech.afdp.workers.lock.LockStart;
import com.caiatech.afdp.workers.lock.TemporalLocks;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/// Runs deployments on in-process Temporal in a scripted world, and keeps their histories where
/// that is asked for.
abstract class CourseFixture {
  static final ServiceName CART = new ServiceName("cart");
  static final EnvironmentName STAGING = new EnvironmentName("staging");
  static final PersonId DEPLOYER = person("deployer");
  static final PersonId APPROVER = person("approver");

  final ScriptedWorld world = new ScriptedWorld();
  final Set<DeploymentId> started = new LinkedHashSet<>();
  final Set<DeploymentId> closedByTheTest = new LinkedHashSet<>();
  InProcessTemporal temporal;
  WorkerFactory workers;

  @BeforeEach
  void start() throws IOException {
    temporal = new InProcessTemporal();
    workers = startWorkers();
  }

  /// With the system property `afdp.histories` the histories of this run are kept in that folder,
  /// as {@link HistoryReplayTest} replays them.
  void keepHistories(TestInfo test) throws IOException {
    String folder = System.getProperty("afdp.histories");
    if (folder == null) {
      return;
    }
    int number = 0;
    for (DeploymentId id : started) {
      number++;
      Files.writeString(
          Files.createDirectories(Path.of(folder))
              .resolve(
                  "%s-%d.json".formatted(test.getTestMethod().orElseThrow().getName(), number)),
          temporal.client().fetchHistory(id.value()).toJson(true));
    }
  }

  @AfterEach
  void stop(TestInfo test) throws IOException {
    keepHistories(test);
    stopWorkers();
    temporal.close();
    started.stream()
        .filter(id -> !closedByTheTest.contains(id))
        .filter(id -> world.record(id, RecordKind.MANIFEST_CLOSED).isPresent())
        .forEach(id -> DeploymentInvariants.holdOfRecords(world.standing(id)));
  }

  WorkerFactory startWorkers() {
    WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
    Worker worker =
        factory.newWorker(
            WorkflowNames.TASK_QUEUE,
            WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(200))
                .setDefaultDeadlockDetectionTimeout(10_000)
                .build());
    worker.registerWorkflowImplementationTypes(
        EnvironmentLock.class, AutomatedDeployment.class, ForensicRollback.class);
    worker.registerActivitiesImplementations(
        world, new TemporalLocks(temporal.client(), new LockStart.LockSettings(200, 500)));
    factory.start();
    return factory;
  }

  void stopWorkers() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }

  static PersonId person(String name) {
    return new PersonId("p_" + Sha256.ofUtf8(name).value().substring(0, 32));
  }

  static DeploymentId newId() {
    return DeploymentId.create(Instant.now());
  }

  RequestOutcome deploy(DeploymentId id) {
    return start(id, newVersion());
  }

  /// Deploys by a workflow that hears within a second of what comes while it records.
  RequestOutcome deploySoonHeardAgain(DeploymentId id) {
    return start(id, newVersion(), Duration.ofSeconds(1));
  }

  private static DeploymentRequest newVersion() {
    return DeploymentRequest.deploy(
        Map.of(SourceRole.APPLICATION, new RequestedSource(new RepositoryName("cart"), "main")),
        DEPLOYER,
        "a new version");
  }

  RequestOutcome start(DeploymentId id, DeploymentRequest request) {
    return start(id, request, Duration.ofSeconds(10));
  }

  /// @param task how long a task of the workflow lasts before it hears of what came meanwhile
  private RequestOutcome start(DeploymentId id, DeploymentRequest request, Duration task) {
    started.add(id);
    return Asking.deploy(
        temporal.client(), new DeploymentStart(id, CART, STAGING, RecordInput.of(request)), task);
  }

  RequestOutcome rollBack(DeploymentId id, DeploymentId target) {
    started.add(id);
    return Asking.rollBack(
        temporal.client(),
        new DeploymentStart(
            id, CART, STAGING, RecordInput.of(DeploymentRequest.rollback(target, DEPLOYER, null))),
        Duration.ofSeconds(10));
  }

  static RequestOutcome.Admitted admitted(RequestOutcome admission) {
    assertThat(admission).isInstanceOf(RequestOutcome.Admitted.class);
    return (RequestOutcome.Admitted) admission;
  }

  RequestOutcome abort(DeploymentId id, @Nullable String reason) {
    SteeringRequest request =
        new SteeringRequest(
            RequestId.create(Instant.now()),
            RecordInput.of(
                DeploymentRequest.ofRunning(RequestedAction.ABORT, null, DEPLOYER, reason)));
    return Asking.outcome(() -> workflow(id).abort(request));
  }

  /// Asks something of a running deployment.
  ///
  /// @param step that is meant, null for whichever is under way
  RequestOutcome steer(DeploymentId id, RequestedAction action, @Nullable Integer step) {
    return steer(
        id,
        RequestId.create(Instant.now()),
        DeploymentRequest.ofRunning(action, step, DEPLOYER, null));
  }

  RequestOutcome steer(DeploymentId id, RequestId request, DeploymentRequest asked) {
    return Asking.outcome(
        () -> workflow(id).steer(new SteeringRequest(request, RecordInput.of(asked))));
  }

  RequestOutcome decide(DeploymentId id, ApprovalDecision decision) {
    DecisionRequest request =
        new DecisionRequest(RequestId.create(Instant.now()), RecordInput.of(decision));
    return Asking.outcome(() -> workflow(id).decide(request));
  }

  static ApprovalDecision decision(Decision decision, PersonId person, Sha256 plan) {
    return new ApprovalDecision(
        decision, person, "approver", plan, ScriptedWorld.RULE, "looked at it", null);
  }

  DeploymentProgress progress(DeploymentId id) {
    return workflow(id).progress();
  }

  AutomatedDeploymentWorkflow workflow(DeploymentId id) {
    return temporal.client().newWorkflowStub(AutomatedDeploymentWorkflow.class, id.value());
  }

  WorkflowStub stub(DeploymentId id) {
    return temporal.client().newUntypedWorkflowStub(id.value());
  }

  DeploymentStatus status(DeploymentId id) {
    return stub(id).getResult(DeploymentStatus.class);
  }

  void awaitPhase(DeploymentId id, DeploymentPhase phase) {
    await().until(() -> progress(id).events().getLast().phase() == phase);
  }

  List<String> steps(DeploymentId id) {
    return world.records(id).stream().map(it -> it.header().logicalStep()).toList();
  }

  DeploymentManifestClosed closed(DeploymentId id) {
    return world
        .record(id, RecordKind.MANIFEST_CLOSED)
        .map(LedgerRecord::body)
        .map(DeploymentManifestClosed.class::cast)
        .orElseThrow();
  }

  DeploymentManifestOpened opened(DeploymentId id) {
    return world
        .record(id, RecordKind.MANIFEST_OPENED)
        .map(LedgerRecord::body)
        .map(DeploymentManifestOpened.class::cast)
        .orElseThrow();
  }
}
