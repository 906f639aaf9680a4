package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.AbortOutcome;
import com.caiatech.afdp.schemas.workflow.AbortRequest;
import com.caiatech.afdp.schemas.workflow.Admission;
import com.caiatech.afdp.schemas.workflow.DecisionOutcome;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.AdmissionReading;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.lock.EnvironmentLock;
import com.caiatech.afdp.workers.lock.LockStart;
import com.caiatech.afdp.workers.lock.TemporalLocks;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CourseTest {
  private static final ServiceName CART = new ServiceName("cart");
  private static final EnvironmentName STAGING = new EnvironmentName("staging");
  private static final PersonId DEPLOYER = person("deployer");
  private static final PersonId APPROVER = person("approver");

  private final ScriptedWorld world = new ScriptedWorld();
  private final Set<DeploymentId> started = new LinkedHashSet<>();
  private InProcessTemporal temporal;
  private WorkerFactory workers;

  @BeforeEach
  void start() throws IOException {
    temporal = new InProcessTemporal();
    workers = startWorkers();
  }

  /// With the system property `afdp.histories` the histories of this run are kept in that folder,
  /// as {@link HistoryReplayTest} replays them.
  private void keepHistories(TestInfo test) throws IOException {
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
  }

  private WorkerFactory startWorkers() {
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

  private void stopWorkers() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }

  @Test
  void aGoodDeploymentLeavesItsRecordsInOrder() {
    world.preChecks = 1;
    world.postChecks = 2;
    world.replicas = 2;
    DeploymentId id = newId();
    Admission.Admitted admitted = admitted(deploy(id));
    assertThat(admitted.position()).isZero();
    assertThat(admitted.behind()).isNull();
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(steps(id))
        .containsExactly(
            "request",
            "opened",
            "check-pre-c1",
            "step-1",
            "step-2",
            "check-post-c1",
            "check-post-c2",
            "closed");
    DeploymentManifestClosed closed = closed(id);
    assertThat(closed.serving()).containsExactly(new TrafficShare(id, 100));
    assertThat(closed.records()).hasSize(7);
    assertThat(closed.preCheckResultsRef()).hasSize(1);
    assertThat(closed.postCheckResultsRef()).hasSize(2);
    assertThat(closed.openedRef()).isIn(closed.records());
    assertThat(closed.durationSeconds()).isNotNull();
    DeploymentProgress progress = progress(id);
    assertThat(progress.ended()).isTrue();
    assertThat(progress.events().getLast().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(progress.events().getLast().phase()).isEqualTo(DeploymentPhase.ENDED);
  }

  @Test
  void aFailedPreCheckLeavesTheTargetUntouched() {
    world.preChecks = 2;
    world.failing.add("check-PRE-2");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo("pre-deployment check c2 failed: half of them failed");
    assertThat(world.done).containsExactly("admit", "pin", "check-PRE");
  }

  @Test
  void anInstanceThatNeverBecomesHealthyBringsTheOldReleaseBack() {
    DeploymentId before = newId();
    world.serving = before;
    world.failing.add("replace-1");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason()).isEqualTo("never became healthy");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(closed(id).serving()).containsExactly(new TrafficShare(before, 100));
    assertThat(steps(id)).containsExactly("request", "opened", "step-1", "step-2", "closed");
    assertThat(((DeploymentStep) world.records(id).get(2).body()).result())
        .isEqualTo(StepResult.FAILED);
    assertThat(((DeploymentStep) world.records(id).get(3).body()).name()).isEqualTo("restore");
  }

  @Test
  void aFailedPostCheckBringsTheOldReleaseBack() {
    DeploymentId before = newId();
    world.serving = before;
    world.postChecks = 1;
    world.failing.add("check-POST-1");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(world.serving).isEqualTo(before);
  }

  @Test
  void aRestoreThatFailsIsSaidInTheClosedManifest() {
    world.serving = newId();
    world.failing.add("replace-1");
    world.failing.add("restore");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo("never became healthy; going back failed: the old release does not start");
    assertThat(closed(id).restoredDeploymentId()).isNull();
  }

  @Test
  void aRefusedRequestLeavesNoRecordAndNoLock() {
    world.refusal = new AdmissionReading.Refused(RefusalReason.UNKNOWN_REF, "no branch maim");
    DeploymentId id = newId();
    assertThat(deploy(id))
        .isEqualTo(new Admission.Refused(RefusalReason.UNKNOWN_REF, "no branch maim", null));
    assertThat(status(id)).isEqualTo(DeploymentStatus.REFUSED);
    assertThat(world.ledger).isEmpty();
  }

  @Test
  void aPlanThatCannotBeMadeClosesTheRequestAsRefused() {
    world.noPlan = new Planning.Refused(RefusalReason.UNKNOWN_REF, "main vanished");
    DeploymentId id = newId();
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.REFUSED);
    assertThat(closed(id).reason()).isEqualTo("UNKNOWN_REF: main vanished");
    assertThat(closed(id).openedRef()).isNull();
    assertThat(steps(id)).containsExactly("request", "closed");
  }

  @Test
  void aRequestToRollBackIsNoDeployment() {
    DeploymentId id = newId();
    DeploymentRequest request =
        new DeploymentRequest(RequestedAction.ROLLBACK, Map.of(), newId(), DEPLOYER, null, null);
    assertThat(start(id, request))
        .isEqualTo(
            new Admission.Refused(
                RefusalReason.INVALID_INPUT,
                "expected a request to DEPLOY, found one to ROLLBACK",
                null));
  }

  @Test
  void aSecondDeploymentWaitsBehindTheFirst() {
    world.held.add("replace-1");
    DeploymentId first = newId();
    DeploymentId second = newId();
    DeploymentId third = newId();
    admitted(deploy(first));
    Admission.Admitted queued = admitted(deploy(second));
    assertThat(queued.position()).isEqualTo(1);
    assertThat(queued.behind()).isEqualTo(first);
    assertThat(admitted(deploy(third)).behind()).isEqualTo(second);
    assertThat(world.record(second, RecordKind.MANIFEST_OPENED)).isEmpty();
    world.held.clear();
    assertThat(status(third)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(opened(first).sequence()).isLessThan(opened(second).sequence());
    assertThat(opened(second).sequence()).isLessThan(opened(third).sequence());
  }

  @Test
  void oneThatIsAbortedInTheQueueIsClosedWithoutAManifest() {
    world.held.add("replace-1");
    DeploymentId first = newId();
    DeploymentId second = newId();
    deploy(first);
    deploy(second);
    assertThat(abort(second, "not needed")).isInstanceOf(AbortOutcome.Accepted.class);
    assertThat(status(second)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(closed(second).reason()).isEqualTo("aborted by " + DEPLOYER + ": not needed");
    assertThat(closed(second).openedRef()).isNull();
    world.held.clear();
    assertThat(status(first)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void oneWhoseTurnDoesNotComeInTimeExpires() {
    world.held.add("replace-1");
    world.limits = new CourseLimits(1, 60, 60);
    DeploymentId first = newId();
    DeploymentId second = newId();
    deploy(first);
    deploy(second);
    assertThat(status(second)).isEqualTo(DeploymentStatus.EXPIRED);
    assertThat(closed(second).reason()).isEqualTo("its turn did not come within 1 s");
    world.held.clear();
    assertThat(status(first)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void anAbortDuringTheRolloutWaitsForTheStepToEndAndGoesBack() {
    DeploymentId before = newId();
    world.serving = before;
    world.held.add("replace-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(abort(id, null)).isInstanceOf(AbortOutcome.Accepted.class);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(world.done).containsExactly("admit", "pin", "replace-1 cancelled", "restore");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(closed(id).records()).hasSize(4);
  }

  @Test
  void anAbortDuringPreChecksLeavesTheTargetUntouched() {
    world.preChecks = 1;
    world.held.add("check-PRE");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.PRE_CHECKS);
    abort(id, null);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(world.done).containsExactly("admit", "pin", "check-PRE cancelled");
  }

  @Test
  void anAbortWithoutProofIsRefusedAndNothingStops() {
    world.held.add("replace-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(abort(id, "unproven"))
        .isEqualTo(new AbortOutcome.Refused(RefusalReason.INTENT_NOT_PROVEN, "no proof", null));
    world.held.clear();
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void anAbortThatComesWhileGoingBackIsTooLate() {
    world.failing.add("replace-1");
    world.held.add("restore");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.RESTORING);
    assertThat(abort(id, null))
        .isEqualTo(
            new AbortOutcome.Refused(
                RefusalReason.ALREADY_ENDED,
                "the deployment has ended or is going back already",
                null));
    world.held.clear();
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void anApprovalByAnotherPersonLetsThePlanRun() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    Sha256 plan = opened(id).planSha256();
    assertThat(decide(id, decision(Decision.APPROVED, DEPLOYER, plan)))
        .extracting("reason")
        .isEqualTo(RefusalReason.SELF_APPROVAL);
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, Sha256.ofUtf8("other"))))
        .extracting("reason")
        .isEqualTo(RefusalReason.PLAN_CHANGED);
    assertThat(decide(id, decision(Decision.OVERRIDE, APPROVER, plan)))
        .extracting("reason")
        .isEqualTo(RefusalReason.INVALID_INPUT);
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, plan)))
        .isInstanceOfSatisfying(
            DecisionOutcome.Recorded.class,
            recorded -> {
              assertThat(recorded.approvals()).isEqualTo(1);
              assertThat(recorded.required()).isEqualTo(1);
            });
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.record(id, RecordKind.APPROVAL_DECISION)).isPresent();
  }

  @Test
  void onePersonCountsOnce() {
    world.requiredApprovals = 2;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    Sha256 plan = opened(id).planSha256();
    decide(id, decision(Decision.APPROVED, APPROVER, plan));
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, plan)))
        .extracting("reason")
        .isEqualTo(RefusalReason.ALREADY_DECIDED);
    decide(id, decision(Decision.APPROVED, person("second"), plan));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aRejectionEndsTheDeployment() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    decide(id, decision(Decision.REJECTED, APPROVER, opened(id).planSha256()));
    assertThat(status(id)).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(closed(id).reason()).isEqualTo("rejected by " + APPROVER + ": looked at it");
    assertThat(world.serving).isNull();
  }

  @Test
  void approvalsThatDoNotComeInTimeExpire() {
    world.requiredApprovals = 1;
    world.limits = new CourseLimits(60, 1, 60);
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.EXPIRED);
    assertThat(closed(id).reason()).isEqualTo("0 of 1 approvals within 1 s");
  }

  @Test
  void anAbortWhileAwaitingApprovalEndsTheDeployment() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    abort(id, null);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(world.done).containsExactly("admit", "pin");
  }

  @Test
  void aDecisionThatNobodyWaitsForIsRefused() {
    world.held.add("replace-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(decide(id, decision(Decision.APPROVED, APPROVER, opened(id).planSha256())))
        .isEqualTo(
            new DecisionOutcome.Refused(
                RefusalReason.NOT_AWAITING_APPROVAL,
                "the deployment does not wait for approvals; it is DEPLOYING",
                null));
    world.held.clear();
    status(id);
  }

  @Test
  void theSameRequestTwiceRunsOnceWithTheSameAnswer() {
    DeploymentId id = newId();
    Admission.Admitted first = admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    int records = world.ledger.size();
    Admission.Admitted again = admitted(deploy(id));
    assertThat(again.receipt().ref()).isEqualTo(first.receipt().ref());
    assertThat(again.receipt().standing()).isTrue();
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.ledger).hasSize(records);
    assertThat(world.done).containsOnlyOnce("replace-1");
  }

  @Test
  void aRunThatVanishedBeforeItClosedIsClosedAsLost() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    stub(id).terminate("the service lost it");
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.LOST);
    assertThat(closed(id).durationSeconds()).isNull();
  }

  @Test
  void anOutageOfTheLedgerIsWaitedFor() {
    world.outages.set(3);
    DeploymentId id = newId();
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aLedgerThatHasStoppedRefusesNewRequests() {
    world.ledgerStopped = true;
    DeploymentId id = newId();
    assertThat(deploy(id))
        .isEqualTo(
            new Admission.Refused(RefusalReason.LEDGER_STOPPED, "the volume has ended", null));
  }

  @Test
  void aLedgerThatStopsDuringTheRolloutStillLeavesTheTargetRestoredAndTheLockFree() {
    DeploymentId before = newId();
    world.serving = before;
    world.held.add("replace-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    world.ledgerStopped = true;
    world.held.clear();
    assertThat(catchThrowableOfType(WorkflowFailedException.class, () -> status(id)))
        .hasRootCauseMessage(
            "message='the volume has ended', type='LEDGER_STOPPED', nonRetryable=true");
    assertThat(world.serving).isEqualTo(before);
    world.ledgerStopped = false;
    DeploymentId next = newId();
    assertThat(admitted(deploy(next)).position()).isZero();
    assertThat(status(next)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  private static PersonId person(String name) {
    return new PersonId("p_" + Sha256.ofUtf8(name).value().substring(0, 32));
  }

  private static DeploymentId newId() {
    return DeploymentId.create(Instant.now());
  }

  private Admission deploy(DeploymentId id) {
    return start(
        id,
        new DeploymentRequest(
            RequestedAction.DEPLOY,
            Map.of(SourceRole.APPLICATION, new RequestedSource(new RepositoryName("cart"), "main")),
            null,
            DEPLOYER,
            "a new version",
            null));
  }

  private Admission start(DeploymentId id, DeploymentRequest request) {
    started.add(id);
    AutomatedDeploymentWorkflow workflow =
        temporal
            .client()
            .newWorkflowStub(
                AutomatedDeploymentWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id.value())
                    .setTaskQueue(WorkflowNames.TASK_QUEUE)
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                    .build());
    return WorkflowClient.executeUpdateWithStart(
        workflow::admit,
        UpdateOptions.<Admission>newBuilder()
            .setUpdateId(WorkflowNames.ADMIT)
            .setResultClass(Admission.class)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(
            workflow::run, new DeploymentStart(id, CART, STAGING, request)));
  }

  private static Admission.Admitted admitted(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Admitted.class);
    return (Admission.Admitted) admission;
  }

  private AbortOutcome abort(DeploymentId id, @Nullable String reason) {
    return workflow(id)
        .abort(
            new AbortRequest(
                RequestId.create(Instant.now()),
                new DeploymentRequest(
                    RequestedAction.ABORT, Map.of(), null, DEPLOYER, reason, null)));
  }

  private DecisionOutcome decide(DeploymentId id, ApprovalDecision decision) {
    return workflow(id).decide(new DecisionRequest(RequestId.create(Instant.now()), decision));
  }

  private static ApprovalDecision decision(Decision decision, PersonId person, Sha256 plan) {
    return new ApprovalDecision(
        decision, person, "approver", plan, "four-eyes", "looked at it", null);
  }

  private DeploymentProgress progress(DeploymentId id) {
    return workflow(id).progress();
  }

  private AutomatedDeploymentWorkflow workflow(DeploymentId id) {
    return temporal.client().newWorkflowStub(AutomatedDeploymentWorkflow.class, id.value());
  }

  private WorkflowStub stub(DeploymentId id) {
    return temporal.client().newUntypedWorkflowStub(id.value());
  }

  private DeploymentStatus status(DeploymentId id) {
    return stub(id).getResult(DeploymentStatus.class);
  }

  private void awaitPhase(DeploymentId id, DeploymentPhase phase) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> progress(id).events().getLast().phase() == phase);
  }

  private List<String> steps(DeploymentId id) {
    return world.records(id).stream().map(it -> it.header().logicalStep()).toList();
  }

  private DeploymentManifestClosed closed(DeploymentId id) {
    return world
        .record(id, RecordKind.MANIFEST_CLOSED)
        .map(LedgerRecord::body)
        .map(DeploymentManifestClosed.class::cast)
        .orElseThrow();
  }

  private DeploymentManifestOpened opened(DeploymentId id) {
    return world
        .record(id, RecordKind.MANIFEST_OPENED)
        .map(LedgerRecord::body)
        .map(DeploymentManifestOpened.class::cast)
        .orElseThrow();
  }
}
