package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
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
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.activity.LedgerRecording;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.strategy.Rolling;
import com.caiatech.afdp.workers.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deployments of cart to staging, as far as a test records them in real ledgers.
public final class RecordedDeployments implements AutoCloseable {
  public static final ServiceName CART = new ServiceName("cart");
  public static final EnvironmentName STAGING = new EnvironmentName("staging");

  private final TestPlatform platform;
  private final Ledgers ledgers;
  private final DeploymentReadings deployments;

  public RecordedDeployments(Path folder) throws IOException {
    this(new TestPlatform(Files.createDirectories(folder)));
  }

  public RecordedDeployments(TestPlatform platform) {
    this.platform = platform;
    ledgers = platform.start(Clock.systemUTC());
    deployments = new DeploymentReadings(ledgers.readings());
  }

  public TestPlatform platform() {
    return platform;
  }

  public LedgerReadings readings() {
    return ledgers.readings();
  }

  public LedgerRecording recording() {
    return new LedgerRecording(ledgers.writer(), ledgers.readings());
  }

  public RollbackEvidence rollbackEvidence(Sources sources) {
    return new RollbackEvidence(ledgers.readings(), deployments, sources);
  }

  public StartEvidence startEvidence(Sources sources) {
    return new StartEvidence(
        ledgers.readings(), deployments, rollbackEvidence(sources), unrecorded(sources));
  }

  /// Has no ledger take a record, as a process that died in a write leaves it.
  public void lockLedgers() throws IOException {
    for (Series series : Series.values()) {
      Files.createFile(lock(series));
    }
  }

  public void unlockLedgers() throws IOException {
    for (Series series : Series.values()) {
      Files.delete(lock(series));
    }
  }

  private Path lock(Series series) {
    return platform.repository(series).resolve("refs/heads/main.lock");
  }

  /// Of a target that keeps everything.
  UnrecordedRollbacks unrecorded(Sources sources) {
    return new UnrecordedRollbacks(
        ledgers.readings(),
        ledgers.writer(),
        deployments,
        rollbackEvidence(sources),
        (_, _, _, _) -> true);
  }

  EndedDeployments ended() {
    return new EndedDeployments(deployments);
  }

  public StandingApprovals approvals() {
    return new StandingApprovals(ledgers.readings());
  }

  /// What Alice asked for, and the manifest of it.
  ///
  /// @param previous what serves
  public Rollout opened(Map<SourceRole, DeployedSource> sources, @Nullable DeploymentId previous) {
    DeploymentId id = DeploymentId.create(Instant.now());
    return opened(
        id, request(id, TestPlatform.unproven()), DeploymentType.DEPLOY, sources, previous);
  }

  /// A rollback to an earlier deployment that Alice asked for, and the manifest of it.
  public Rollout rollback(DeploymentId target, Map<SourceRole, DeployedSource> sources) {
    DeploymentId id = DeploymentId.create(Instant.now());
    DeploymentRequest asked = DeploymentRequest.rollback(target, TestPlatform.ALICE, null);
    return opened(id, request(id, asked), DeploymentType.ROLLBACK, sources, null);
  }

  /// A manifest that says of itself what it answers.
  public Rollout opened(
      DeploymentId id,
      RecordRef requestRef,
      DeploymentType type,
      Map<SourceRole, DeployedSource> sources,
      @Nullable DeploymentId previous) {
    return opened(
        id,
        requestRef,
        type,
        sources,
        previous,
        List.of(),
        new Rolling(Map.of()).steps(2, List.of(), new Strategy.Deadlines(60_000, 60_000)));
  }

  /// The same of a plan with these rules and steps.
  public Rollout opened(
      DeploymentId id,
      RecordRef requestRef,
      DeploymentType type,
      Map<SourceRole, DeployedSource> sources,
      @Nullable DeploymentId previous,
      List<PlanRule> rules,
      List<PlanStep> steps) {
    Optional<DeploymentReadings.Sequenced> last = deployments.lastOpened(TestPlatform.CART);
    DeploymentManifestOpened opened =
        DeploymentManifestOpened.of(
            last.map(DeploymentReadings.Sequenced::sequence).orElse(0L) + 1,
            new Plan(
                Plan.VERSION,
                type,
                "rolling",
                sources,
                List.of(),
                Sha256.ofUtf8("descriptor"),
                previous == null ? null : previous(previous),
                null,
                rules,
                steps),
            TestPlatform.ALICE,
            requestRef,
            last.map(DeploymentReadings.Sequenced::opened).orElse(null));
    write(id, RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, opened);
    return Rollout.of(id, CART, STAGING, opened);
  }

  private PreviousDeployment previous(DeploymentId id) {
    return new PreviousDeployment(id, deployments.opened(id).orElseThrow().ref(), Map.of());
  }

  public RecordRef request(DeploymentId id, DeploymentRequest asked) {
    return write(platform.request(id, Instant.now(), asked));
  }

  /// An approval of the deployment's plan.
  public RecordRef approval(Rollout rollout, PersonId person) {
    Sha256 plan = deployments.opened(rollout.deploymentId()).orElseThrow().body().planSha256();
    return write(
        platform.caused(
            rollout.deploymentId(),
            LogicalStep.of(Action.APPROVE_DEPLOYMENT, RequestId.create(Instant.now())),
            RecordInput.of(
                new ApprovalDecision(
                    Decision.APPROVED, person, "approver", plan, "staging-approval", null, null))));
  }

  public void go(Rollout rollout, RecordRef... because) {
    write(
        rollout.deploymentId(),
        RecordKind.DEPLOYMENT_STEP,
        LogicalStep.GO,
        DeploymentStep.go(List.of(because), Instant.now()));
  }

  /// The end of a deployment that succeeded, naming all that stands of it.
  public void closed(Rollout rollout) {
    closed(rollout, standing(rollout.deploymentId()).stream().map(StandingRecord::ref).toList());
  }

  /// The records that count.
  public List<StandingRecord> standing(DeploymentId id) {
    return ledgers.readings().standingAbout(id.subject());
  }

  /// Why the records of a deployment do not hold together.
  public Optional<Reason> problem(DeploymentId id) {
    return new Soundness(ledgers.readings().forOneDecision(), deployments).problem(standing(id));
  }

  /// Whether any verifier calls a volume sound, by the trust policy as it is now.
  public boolean isSound(Series series) {
    return platform.verify(series, ledgers.readings().policy()).sound();
  }

  /// The end of a deployment that succeeded.
  public void closed(Rollout rollout, List<RecordRef> named) {
    closed(
        rollout.deploymentId(),
        DeploymentManifestClosed.succeeded(
            1, List.of(), deployments.opened(rollout.deploymentId()).orElseThrow().ref(), named));
  }

  void closed(DeploymentId id, DeploymentManifestClosed closed) {
    write(id, RecordKind.MANIFEST_CLOSED, LogicalStep.CLOSED, closed);
  }

  private void write(DeploymentId id, RecordKind kind, String logicalStep, RecordBody body) {
    write(
        LedgerRecord.of(
            new Header(kind, id.subject(), logicalStep, TestPlatform.CART, Instant.now()), body));
  }

  public RecordRef write(LedgerRecord record) {
    return ledgers.writer().write(List.of(RecordToWrite.of(record))).getFirst().ref();
  }

  @Override
  public void close() {
    ledgers.close();
  }
}
