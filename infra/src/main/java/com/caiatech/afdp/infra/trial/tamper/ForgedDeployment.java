package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A deployment whose records are written one by one into copies of the ledgers, after the pattern
/// of an honest one, each as a thief wants it.
final class ForgedDeployment {
  static final PersonId REQUESTER = new PersonId("p_" + "a".repeat(32));
  static final PersonId APPROVER = new PersonId("p_" + "b".repeat(32));

  final DeploymentId id;
  private final Ledgers ledgers;
  private final Loot loot;
  private final Honest honest;
  private final Scope scope;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final List<RecordRef> records = new ArrayList<>();
  private final Plan pattern;
  private @Nullable RecordRef opened;
  private @Nullable Sha256 planSha256;

  /// @param pattern the manifest whose plan is taken
  ForgedDeployment(Ledgers ledgers, Loot loot, Honest honest, StandingRecord pattern, Scope scope) {
    this.ledgers = ledgers;
    this.loot = loot;
    this.honest = honest;
    this.scope = scope;
    this.pattern = ((DeploymentManifestOpened) pattern.record().body()).plan();
    this.id = DeploymentId.create(now);
  }

  Header header(RecordKind kind, String logicalStep) {
    return new Header(kind, id.subject(), logicalStep, scope, now);
  }

  RecordRef add(LedgerRecord record) {
    RecordRef ref = ledgers.of(record.header().kind().series()).write(record, loot.worker);
    records.add(ref);
    return ref;
  }

  private RecordRef add(RecordKind kind, String logicalStep, RecordBody body) {
    return add(LedgerRecord.of(header(kind, logicalStep), body));
  }

  List<RecordRef> records() {
    return records;
  }

  Sha256 planSha256() {
    return Objects.requireNonNull(planSha256);
  }

  /// What a person asks for through the gateway.
  RecordRef request() {
    Header header = header(RecordKind.DEPLOYMENT_REQUEST, LogicalStep.REQUEST);
    return add(LedgerRecord.of(header, proven(header, RecordInput.of(requested()))));
  }

  DeploymentRequest requested() {
    Map<SourceRole, RequestedSource> sources = new TreeMap<>();
    pattern
        .sources()
        .forEach(
            (role, source) -> sources.put(role, new RequestedSource(source.repository(), "main")));
    return DeploymentRequest.deploy(sources, REQUESTER, null);
  }

  RecordInput proven(Header header, RecordInput input) {
    return loot.gateway.proven(
        header,
        input,
        now,
        new GatewayProver.Authentication("local", "somebody", now, List.of("deployer")));
  }

  Plan plan() {
    return plan(pattern.sources());
  }

  Plan plan(Map<SourceRole, DeployedSource> sources) {
    return new Plan(
        Plan.VERSION,
        DeploymentType.DEPLOY,
        pattern.strategy(),
        sources,
        List.of(),
        pattern.descriptorSha256(),
        null,
        null,
        List.of(),
        pattern.steps());
  }

  /// The next manifest of the scope.
  void open(Plan plan, RecordRef request) {
    StandingRecord last = honest.lastOpened(scope);
    if (last == null) {
      open(1, plan, request, null);
    } else {
      long before = ((DeploymentManifestOpened) last.record().body()).sequence();
      open(before + 1, plan, request, last.ref());
    }
  }

  void open(long sequence, Plan plan, RecordRef request, @Nullable RecordRef because) {
    DeploymentManifestOpened manifest =
        DeploymentManifestOpened.of(sequence, plan, REQUESTER, request, because);
    open(manifest);
  }

  void open(DeploymentManifestOpened manifest) {
    planSha256 = manifest.planSha256();
    opened = add(RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, manifest);
  }

  /// Every check that the plan wants before traffic, passed.
  List<RecordRef> checks() {
    List<RecordRef> checks = new ArrayList<>();
    for (PlanStep.Check check : pattern.steps(PlanStep.Check.class)) {
      if (check.stage().equals(PlanStep.Check.PRE)) {
        StandingRecord honestCheck =
            honest.all(CheckResult.class).stream()
                .filter(it -> ((CheckResult) it.record().body()).name().equals(check.name()))
                .findFirst()
                .orElseThrow();
        checks.add(
            add(
                RecordKind.CHECK_RESULT,
                LogicalStep.check(CheckStage.PRE, check.name()),
                honestCheck.record().body()));
      }
    }
    return checks;
  }

  /// An approval that a person gives through the gateway.
  RecordRef approval(PersonId person) {
    Header header = approvalHeader();
    return add(LedgerRecord.of(header, proven(header, RecordInput.of(approved(person)))));
  }

  Header approvalHeader() {
    return header(
        RecordKind.APPROVAL_DECISION,
        LogicalStep.of(Action.APPROVE_DEPLOYMENT, RequestId.create(now)));
  }

  ApprovalDecision approved(PersonId person) {
    return new ApprovalDecision(
        Decision.APPROVED, person, "approver", planSha256(), "production-approval", null, null);
  }

  void go(List<RecordRef> because) {
    add(RecordKind.DEPLOYMENT_STEP, LogicalStep.GO, DeploymentStep.go(because, now));
  }

  void traffic() {
    add(
        RecordKind.DEPLOYMENT_STEP,
        LogicalStep.step(1),
        new DeploymentStep(
            1,
            "replace",
            StepResult.SUCCEEDED,
            List.of(new TrafficShare(id, 100)),
            List.of(),
            now,
            now,
            null));
  }

  void close(List<RecordRef> named) {
    add(
        RecordKind.MANIFEST_CLOSED,
        LogicalStep.CLOSED,
        DeploymentManifestClosed.succeeded(1, List.of(new TrafficShare(id, 100)), opened, named));
  }
}
