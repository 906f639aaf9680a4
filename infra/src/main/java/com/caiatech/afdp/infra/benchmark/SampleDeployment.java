package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A deployment of any number of records, which are made one after the other as a worker leaves
/// them: request, opened manifest, approval, a check, `go`, steps with two checks after each, and
/// the closed manifest.
final class SampleDeployment {
  /// The fewest records that it can have.
  static final int FEWEST = 6;

  private static final PersonId REQUESTER = new PersonId("p_" + "a".repeat(32));
  private static final PersonId APPROVER = new PersonId("p_" + "b".repeat(32));
  private static final String RULE = "production-approval";

  private final DeploymentId id = DeploymentId.create(Instant.now());
  private final GatewayProver gateway;
  private final RepositoryName repository;
  private final Scope scope;
  private final CommitId commit;
  private final Sha256 tree;
  private final int size;
  private final @Nullable Served previous;
  private final Sha256 empty = CommitRange.digestOf(List.of());
  private final List<RecordRef> written = new ArrayList<>();
  private @Nullable Sha256 planSha256;

  /// @param commit the commit that is deployed, whose only parent is the one that served before
  /// @param tree the digest of its tree
  /// @param size how many records
  /// @param previous what served before; absent for the first deployment of the scope
  SampleDeployment(
      GatewayProver gateway,
      RepositoryName repository,
      Scope scope,
      CommitId commit,
      Sha256 tree,
      int size,
      @Nullable Served previous) {
    this.gateway = gateway;
    this.repository = repository;
    this.scope = scope;
    this.commit = commit;
    this.tree = tree;
    this.size = size;
    this.previous = previous;
  }

  /// What a later deployment of the scope has to know of this one.
  record Served(long sequence, DeploymentId id, RecordRef opened, CommitId commit) {}

  /// The next record; {@link #wrote} has to be told where it stands before the one after it.
  LedgerRecord next() {
    int number = written.size();
    return switch (number) {
      case 0 -> request();
      case 1 -> opened();
      case 2 -> approval();
      case 3 -> check(CheckStage.PRE, number);
      case 4 ->
          record(
              RecordKind.DEPLOYMENT_STEP,
              LogicalStep.GO,
              DeploymentStep.go(List.of(written.get(2), written.get(3)), now()));
      default ->
          number == size - 1
              ? closed()
              : number % 3 == 2 ? step(number / 3) : check(CheckStage.POST, number);
    };
  }

  void wrote(RecordRef ref) {
    written.add(ref);
  }

  boolean ended() {
    return written.size() == size;
  }

  /// What it is to the next one.
  Served served() {
    return new Served(sequence(), id, written.get(1), commit);
  }

  private LedgerRecord request() {
    return proven(
        RecordKind.DEPLOYMENT_REQUEST,
        LogicalStep.REQUEST,
        DeploymentRequest.deploy(
            Map.of(SourceRole.APPLICATION, new RequestedSource(repository, "main")),
            REQUESTER,
            "a new version"));
  }

  private LedgerRecord opened() {
    Served before = previous;
    DeployedSource source =
        new DeployedSource(
            repository,
            null,
            commit,
            tree,
            before == null ? null : before.commit(),
            new CommitSet(1, CommitRange.digestOf(List.of(commit))),
            before == null ? null : new CommitSet(0, empty));
    Plan plan =
        new Plan(
            Plan.VERSION,
            DeploymentType.DEPLOY,
            "rolling",
            Map.of(SourceRole.APPLICATION, source),
            List.of(),
            Sha256.ofUtf8("descriptor"),
            before == null
                ? null
                : new PreviousDeployment(
                    before.id(), before.opened(), Map.of(SourceRole.APPLICATION, before.commit())),
            null,
            List.of(new PlanRule(RULE, 1)),
            List.of(new PlanStep.Approve(RULE, 7_200_000), new PlanStep.Start(1, 7_200_000)));
    DeploymentManifestOpened manifest =
        DeploymentManifestOpened.of(
            sequence(),
            plan,
            REQUESTER,
            written.getFirst(),
            before == null ? null : before.opened());
    planSha256 = manifest.planSha256();
    return record(RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, manifest);
  }

  private LedgerRecord approval() {
    Sha256 plan = planSha256;
    if (plan == null) {
      throw new IllegalStateException("the manifest is opened before it is approved");
    }
    return proven(
        RecordKind.APPROVAL_DECISION,
        LogicalStep.of(Action.APPROVE_DEPLOYMENT, RequestId.create(now())),
        new ApprovalDecision(Decision.APPROVED, APPROVER, "approver", plan, RULE, null, null));
  }

  private LedgerRecord check(CheckStage stage, int number) {
    String name = "smoke-" + number;
    return record(
        RecordKind.CHECK_RESULT,
        LogicalStep.check(stage, name),
        new CheckResult(
            name,
            stage,
            CheckType.HTTP,
            CheckStatus.PASSED,
            new Measurements(0.25, 64L << 20, 3.5, 9.0, 1.0, 20L),
            "/",
            null,
            now(),
            now(),
            null,
            null,
            null));
  }

  private LedgerRecord step(int number) {
    int weight = Math.min(100, 10 * number);
    List<TrafficShare> traffic = new ArrayList<>(List.of(new TrafficShare(id, weight)));
    if (previous != null && weight < 100) {
      traffic.add(new TrafficShare(previous.id(), 100 - weight));
    }
    return record(
        RecordKind.DEPLOYMENT_STEP,
        LogicalStep.step(number),
        new DeploymentStep(
            number, "replace", StepResult.SUCCEEDED, traffic, List.of(), now(), now(), null));
  }

  private LedgerRecord closed() {
    return record(
        RecordKind.MANIFEST_CLOSED,
        LogicalStep.CLOSED,
        DeploymentManifestClosed.succeeded(
            1, List.of(new TrafficShare(id, 100)), written.get(1), List.copyOf(written)));
  }

  private LedgerRecord record(RecordKind kind, String logicalStep, RecordBody body) {
    return LedgerRecord.of(header(kind, logicalStep), body);
  }

  private LedgerRecord proven(RecordKind kind, String logicalStep, PersonCaused body) {
    Header header = header(kind, logicalStep);
    Instant now = header.timestamp();
    return LedgerRecord.of(
        header,
        gateway.proven(
            header,
            RecordInput.of(body),
            now,
            new GatewayProver.Authentication("local", "somebody", now, List.of("deployer"))));
  }

  private Header header(RecordKind kind, String logicalStep) {
    return new Header(kind, id.subject(), logicalStep, scope, now());
  }

  private long sequence() {
    return previous == null ? 1 : previous.sequence() + 1;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
