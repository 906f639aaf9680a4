package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records of one deployment, each with the next index of its volume.
final class DeploymentStory {
  static final PersonId BOB = new PersonId("p_" + "b".repeat(32));

  final DeploymentId id;
  final List<StandingRecord> records = new ArrayList<>();
  Scope scope = TestTrust.CART;
  private final ReadSoFar ledger;
  private final Map<Series, Long> sizes = new HashMap<>();

  DeploymentStory(ReadSoFar ledger, DeploymentId id) {
    this.ledger = ledger;
    this.id = id;
    ledger.all.forEach(
        record -> sizes.merge(record.record().header().kind().series(), 1L, Long::sum));
  }

  void whole() {
    request();
    opened(plan(1), ref(RecordKind.DEPLOYMENT_REQUEST));
    go(check(CheckStatus.PASSED), approval("1", BOB));
    step(1, id);
    closed(records.stream().map(StandingRecord::ref).toList());
  }

  void request() {
    add(RecordKind.DEPLOYMENT_REQUEST, LogicalStep.REQUEST, TestTrust.unproven());
  }

  StandingRecord standing(RecordKind kind) {
    return records.stream()
        .filter(record -> record.record().header().kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  RecordRef ref(RecordKind kind) {
    return standing(kind).ref();
  }

  Plan plan(int minimum) {
    return plan("cart", minimum);
  }

  Plan plan(String repository, int minimum) {
    return plan(DeploymentType.DEPLOY, repository, minimum);
  }

  Plan plan(DeploymentType type, String repository, int minimum) {
    return plan(type, repository, minimum, null);
  }

  /// @param previous what served; a rollback goes back from it
  Plan plan(
      DeploymentType type, String repository, int minimum, @Nullable PreviousDeployment previous) {
    return new Plan(
        Plan.VERSION,
        type,
        "rolling",
        Map.of(
            SourceRole.APPLICATION,
            new DeployedSource(
                new RepositoryName(repository),
                null,
                new CommitId("a".repeat(40)),
                Sha256.ofUtf8("tree"),
                null,
                null,
                null)),
        List.of(),
        Sha256.ofUtf8("descriptor"),
        previous,
        previous == null || type != DeploymentType.ROLLBACK ? null : previous.deploymentId(),
        List.of(new PlanRule("staging-approval", minimum)),
        List.of(
            new PlanStep.Check(PlanStep.Check.PRE, "lint", 7_200_000),
            new PlanStep.Start(1, 7_200_000)));
  }

  void opened(Plan plan, RecordRef requestRef) {
    opened(1, plan, TestTrust.ALICE, requestRef, null);
  }

  void opened(
      long sequence,
      Plan plan,
      PersonId requestedBy,
      RecordRef requestRef,
      @Nullable RecordRef because) {
    opened(DeploymentManifestOpened.of(sequence, plan, requestedBy, requestRef, because));
  }

  void opened(DeploymentManifestOpened opened) {
    add(RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, opened);
  }

  StandingRecord check(CheckStatus status) {
    return add(
        RecordKind.CHECK_RESULT,
        LogicalStep.check(CheckStage.PRE, "lint"),
        TestTrust.checkResult("lint", status));
  }

  StandingRecord approval(String request, PersonId person) {
    Sha256 plan = standing(RecordKind.MANIFEST_OPENED).record().tree().planSha256().orElseThrow();
    return add(
        RecordKind.APPROVAL_DECISION,
        "approveDeployment-" + request,
        new ApprovalDecision(
            Decision.APPROVED, person, "approver", plan, "staging-approval", null, null));
  }

  void go(StandingRecord... reliedOn) {
    List<RecordRef> because = new ArrayList<>();
    for (StandingRecord record : reliedOn) {
      because.add(record.ref());
    }
    add(RecordKind.DEPLOYMENT_STEP, LogicalStep.GO, DeploymentStep.go(because, TestTrust.NOW));
  }

  void step(int number, DeploymentId serving) {
    add(
        RecordKind.DEPLOYMENT_STEP,
        LogicalStep.step(number),
        new DeploymentStep(
            number,
            "replace",
            StepResult.SUCCEEDED,
            List.of(new TrafficShare(serving, 100)),
            List.of(),
            TestTrust.NOW,
            TestTrust.NOW,
            null));
  }

  void failed() {
    add(
        RecordKind.MANIFEST_CLOSED,
        LogicalStep.CLOSED,
        new DeploymentManifestClosed(
            DeploymentStatus.FAILED,
            "it does not start",
            1L,
            null,
            List.of(),
            ref(RecordKind.MANIFEST_OPENED),
            records.stream().map(StandingRecord::ref).toList(),
            List.of(),
            List.of(),
            null));
  }

  void closed(List<RecordRef> named) {
    add(
        RecordKind.MANIFEST_CLOSED,
        LogicalStep.CLOSED,
        DeploymentManifestClosed.succeeded(
            1, List.of(new TrafficShare(id, 100)), ref(RecordKind.MANIFEST_OPENED), named));
  }

  StandingRecord add(RecordKind kind, String logicalStep, RecordBody body) {
    Header header =
        new Header(
            kind, id.subject(), logicalStep, scope, TestTrust.NOW.plusSeconds(records.size()));
    StandingRecord record =
        new StandingRecord(
            kind.series().firstVolume(),
            sizes.merge(kind.series(), 1L, Long::sum) - 1,
            LedgerPath.of(header).text(),
            header.timestamp(),
            LedgerRecord.of(header, body));
    records.add(record);
    ledger.all.add(record);
    return record;
  }
}
