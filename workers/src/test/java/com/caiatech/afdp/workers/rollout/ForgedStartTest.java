package com.caiatech.afdp.workers.rollout;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import com.caiatech.afdp.workers.target.local.LocalTarget;
import com.caiatech.afdp.workers.target.local.LocalTargetSettings;
import com.caiatech.afdp.workers.target.local.SampleService;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody who reaches Temporal has the workers do by activities of his own asking: nothing
/// runs that the ledgers do not let run, and nothing is signed. Over real ledgers, Temporal's test
/// server and a real target.
class ForgedStartTest {
  private static final PersonId BOB = new PersonId("p_" + "b".repeat(32));
  private static final PersonId BOBS_OTHER_ID = new PersonId("p_" + "c".repeat(32));
  private static final PersonId CAROL = new PersonId("p_" + "d".repeat(32));

  @TempDir Path folder;
  private SampleService sample;
  private RecordedDeployments recorded;
  private LocalTarget target;
  private InProcessTemporal temporal;
  private WorkerFactory workers;

  @BeforeEach
  void open() throws IOException {
    sample = SampleService.in(folder);
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
    target = LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    temporal = new InProcessTemporal();
    workers = WorkerFactory.newInstance(temporal.client());
    workers
        .newWorker(WorkflowNames.TASK_QUEUE)
        .registerActivitiesImplementations(
            recorded.recording(),
            new TargetRollout(
                target, sample.described(), recorded.startEvidence(sample.described())));
    workers
        .newWorker(ForgingWorkflow.TASK_QUEUE)
        .registerWorkflowImplementationTypes(ForgingWorkflow.Forging.class);
    workers.start();
  }

  @AfterEach
  void close() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    temporal.close();
    target.close();
    recorded.close();
    sample.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {PlanStep.Check.PRE, PlanStep.Check.POST})
  void aDeploymentThatWasNeverRecordedRunsNoCheck(String stage) {
    Rollout rollout = neverRecorded();
    assertThat(check(rollout, stage))
        .isEqualTo(refused(rollout, "it has no opened manifest that counts"));
    assertNothingRuns();
  }

  @Test
  void aDeploymentThatWasNeverRecordedIsNotStarted() {
    Rollout rollout = neverRecorded();
    assertThat(start(rollout)).isEqualTo(refused(rollout, "it has no opened manifest that counts"));
    assertNothingRuns();
  }

  @Test
  void aDeploymentThatWasNeverRecordedMovesNoTrafficAndStopsNothing() {
    Rollout rollout = neverRecorded();
    String refused = refused(rollout, "it has no opened manifest that counts");
    assertThat(carryOut("TargetSetWeights", rollout, new PlanStep.SetWeights(100, 0)))
        .isEqualTo(refused);
    assertThat(carryOut("TargetRetire", rollout, new PlanStep.Retire(0, 0))).isEqualTo(refused);
    assertNothingRuns();
  }

  @Test
  void aRecordedDeploymentIsNotStartedWithOtherCommits() {
    Rollout honest = ready("one");
    Rollout other = ready("two");
    assertNotStated(
        new Rollout(
            honest.deploymentId(), CART, STAGING, honest.sequence(), other.sources(), null, null));
  }

  @Test
  void aRecordedDeploymentIsNotStartedElsewhereOrOutOfItsTurn() {
    Rollout honest = ready("one");
    EnvironmentName production = new EnvironmentName("production");
    assertNotStated(
        new Rollout(honest.deploymentId(), CART, production, 1, honest.sources(), null, null));
    assertNotStated(
        new Rollout(honest.deploymentId(), CART, STAGING, 99, honest.sources(), null, null));
  }

  @Test
  void aDeploymentThatLacksAnApprovalRunsItsPreChecksAndNoInstance() {
    recorded.write(recorded.platform().asking(1, List.of()));
    Rollout rollout = recorded.opened(sample.deployed("one"), null);
    assertThat(check(rollout, PlanStep.Check.PRE)).startsWith("done: ");
    assertThat(start(rollout))
        .isEqualTo(refused(rollout, "it has no step `go` that counts and names what it relies on"));
    assertThat(check(rollout, PlanStep.Check.POST)).startsWith("UNSOUND: ");
    recorded.go(rollout);
    assertThat(start(rollout))
        .startsWith(refused(rollout, "its records are not sound: missing-approval: because: rule"));
    assertNothingRuns();
  }

  @Test
  void aDeploymentThatWaitsForApprovalIsNotGoneBackTo() {
    recorded.write(recorded.platform().asking(1, List.of()));
    Rollout waits = recorded.opened(sample.deployed("one"), null);
    assertThat(check(waits, PlanStep.Check.PRE)).startsWith("done: ");
    Rollout goingBack = recorded.opened(sample.deployed("two"), waits.deploymentId());
    assertThat(carryOut("TargetRestore", goingBack, null))
        .contains("deployment %s was prepared and never".formatted(waits.deploymentId()));
    assertNothingRuns();
  }

  @Test
  void twoApprovalsByOneHumanAreOneAndByTwoHumansTwo() {
    recorded.write(
        recorded
            .platform()
            .asking(
                2,
                List.of(
                    new Owner(
                        "bob",
                        List.of(BOB, BOBS_OTHER_ID),
                        List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume()))))));
    Rollout one = recorded.opened(sample.deployed("one"), null);
    recorded.go(one, recorded.approval(one, BOB), recorded.approval(one, BOBS_OTHER_ID));
    assertThat(start(one))
        .startsWith(refused(one, "its records are not sound: missing-approval: "))
        .contains("by 2 distinct people other than the requester, found 1");
    assertNothingRuns();
    Rollout two = recorded.opened(sample.deployed("two"), null);
    recorded.go(two, recorded.approval(two, BOB), recorded.approval(two, CAROL));
    assertThat(start(two)).startsWith("done: ");
    assertThat(carryOut("TargetSetWeights", two, new PlanStep.SetWeights(100, 0)))
        .startsWith("done: ");
    assertThat(target.observe(CART, STAGING))
        .containsExactly(new TrafficShare(two.deploymentId(), 100));
  }

  @Test
  void aManifestThatTheWorkersKeySignsWithoutARequestIsNotStarted() {
    RecordRef nowhere =
        new RecordRef(
            Series.DEPLOYMENT_MANIFESTS.firstVolume(), 0, "nowhere", Sha256.ofUtf8("nothing"));
    Rollout rollout =
        recorded.opened(newId(), nowhere, DeploymentType.DEPLOY, sample.deployed("one"), null);
    recorded.go(rollout);
    assertThat(start(rollout))
        .startsWith(refused(rollout, "its records are not sound: dangling-reference: "));
    assertNothingRuns();
  }

  @Test
  void theWorkersSignNothingForAWorkflowOfSomebodyElse() {
    DeploymentId id = newId();
    RecordToWrite check = RecordToWrite.of(TestPlatform.check(id, "lint", Instant.now()));
    assertThat(carryOut("LedgerWrite", List.of(check), null))
        .isEqualTo(
            "RECORD_REFUSED: Writing 1 records: expected a workflow of this worker to ask for it, found another; nothing was written");
    assertThat(recorded.standing(id)).isEmpty();
  }

  @Test
  void aClosedDeploymentIsNotStartedAgain() {
    Rollout rollout = ready("one");
    recorded.closed(rollout);
    assertThat(start(rollout)).isEqualTo(refused(rollout, "its manifest is closed"));
    assertNothingRuns();
  }

  @Test
  void aRollbackRunsTheCommitsOfTheDeploymentThatWasAskedFor() {
    Map<SourceRole, DeployedSource> one = sample.deployed("one");
    Rollout earlier = recorded.opened(one, null);
    recorded.go(earlier);
    recorded.closed(earlier);
    Rollout forged = recorded.rollback(earlier.deploymentId(), sample.deployed("two"));
    recorded.go(forged);
    assertThat(start(forged))
        .startsWith(
            refused(
                forged,
                "its records are not sound: other-commits: plan.sources: expected the commits of deployment %s, which was asked for, "
                    .formatted(earlier.deploymentId())));
    assertNothingRuns();
    Rollout honest = recorded.rollback(earlier.deploymentId(), one);
    recorded.go(honest);
    assertThat(start(honest)).startsWith("done: ");
  }

  @Test
  void whatIsNotRecordedIsStartedOnlyWhereAPersonProvablyAskedToGoBackToIt() {
    Rollout earlier = ready("one");
    recorded.closed(earlier);
    DeploymentRequest back =
        DeploymentRequest.rollback(earlier.deploymentId(), TestPlatform.ALICE, null);
    DeploymentId id = newId();
    RecordToWrite proven = RecordToWrite.of(recorded.platform().request(id, Instant.now(), back));
    assertThat(start(unrecorded(id, earlier, unproven(id, back))))
        .startsWith("UNSOUND: ")
        .contains("the record carries no intent");
    assertThat(start(unrecorded(id, ready("two"), proven)))
        .contains("its commits are not those of what its request goes back to");
    assertThat(start(unrecorded(newId(), earlier, proven)))
        .contains("its request is for another deployment, service or environment");
    RecordToWrite deploy = RecordToWrite.of(recorded.platform().request(id, Instant.now()));
    assertThat(start(unrecorded(id, earlier, deploy)))
        .contains("its request names no deployment to go back to");
    assertNothingRuns();
    Rollout honest = unrecorded(id, earlier, proven);
    assertThat(start(honest)).startsWith("done: ");
    assertThat(check(honest, PlanStep.Check.POST)).startsWith("done: ");
    recorded.opened(
        id, recorded.request(id, back), DeploymentType.ROLLBACK, sample.deployed("one"), null);
    recorded.closed(honest);
    assertThat(start(honest)).contains("its manifest is closed");
  }

  @Test
  void aRequestWhoseTimeIsOverStartsNothingThatIsNotRecorded() {
    Rollout earlier = ready("one");
    recorded.closed(earlier);
    Instant before = Instant.now().minus(Duration.ofDays(8));
    DeploymentId id = DeploymentId.create(before);
    RecordToWrite asked = goingBack(id, before, earlier);
    assertThat(start(unrecorded(id, earlier, asked))).contains("the statement expired at ");
    assertNothingRuns();
  }

  @Test
  void whatPeopleHaveToApproveWaitsUntilItIsRecorded() {
    Rollout earlier = ready("one");
    recorded.closed(earlier);
    recorded.write(
        recorded
            .platform()
            .asking(
                List.of(
                    new ApprovalRule(
                        "rollback",
                        "staging",
                        Grant.ANY,
                        List.of(DeploymentType.ROLLBACK),
                        1,
                        List.of(),
                        List.of(),
                        List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume())))),
                List.of()));
    DeploymentId id = newId();
    RecordToWrite asked = goingBack(id, Instant.now(), earlier);
    assertThat(start(unrecorded(id, earlier, asked))).contains("it needs 1 approvals");
    assertNothingRuns();
  }

  /// A rollback to what another rollout runs, which nothing is recorded of.
  private static Rollout unrecorded(DeploymentId id, Rollout of, RecordToWrite request) {
    return new Rollout(id, CART, STAGING, of.sequence() + 1, of.sources(), null, request);
  }

  private RecordToWrite goingBack(DeploymentId id, Instant moment, Rollout earlier) {
    DeploymentRequest back =
        DeploymentRequest.rollback(earlier.deploymentId(), TestPlatform.ALICE, null);
    return RecordToWrite.of(recorded.platform().request(id, moment, back));
  }

  private static RecordToWrite unproven(DeploymentId id, DeploymentRequest asked) {
    return RecordToWrite.of(
        LedgerRecord.of(
            new Header(
                RecordKind.DEPLOYMENT_REQUEST,
                id.subject(),
                LogicalStep.REQUEST,
                Scope.of(STAGING, CART),
                Instant.now()),
            asked));
  }

  /// A deployment that may start, of the commit of a version.
  private Rollout ready(String version) {
    Rollout rollout = recorded.opened(sample.deployed(version), null);
    recorded.go(rollout);
    return rollout;
  }

  private Rollout neverRecorded() {
    return new Rollout(newId(), CART, STAGING, 1, ready("one").sources(), null, null);
  }

  private static DeploymentId newId() {
    return DeploymentId.create(Instant.now());
  }

  private String start(Rollout rollout) {
    return carryOut("TargetStart", rollout, new PlanStep.Start(1, 0));
  }

  private String check(Rollout rollout, String stage) {
    String name = stage.equals(PlanStep.Check.PRE) ? "source" : "smoke";
    return carryOut("TargetCheck", rollout, new PlanStep.Check(stage, name, 0));
  }

  private String carryOut(String activity, Object payload, @Nullable Object further) {
    return temporal
        .client()
        .newWorkflowStub(
            ForgingWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue(ForgingWorkflow.TASK_QUEUE).build())
        .carryOut(activity, payload, further);
  }

  private static String refused(Rollout rollout, String why) {
    return "UNSOUND: nothing of deployment %s was started; what runs was left as it is: %s"
        .formatted(rollout.deploymentId(), why);
  }

  private void assertNotStated(Rollout rollout) {
    assertThat(start(rollout))
        .startsWith(
            refused(
                rollout,
                "asked for was another service, environment, sequence, commit or previous deployment than its manifest states, staging/cart/"));
    assertThat(check(rollout, PlanStep.Check.PRE)).startsWith("UNSOUND: ");
    assertNothingRuns();
  }

  private void assertNothingRuns() {
    assertThat(target.instances(CART, STAGING)).isEmpty();
    assertThat(target.observe(CART, STAGING)).isEmpty();
  }
}
