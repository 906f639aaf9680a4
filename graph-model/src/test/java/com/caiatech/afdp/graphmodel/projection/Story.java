package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Entries of four volumes that tell of a few deployments and an incident, in recorded order.
final class Story {
  static final Instant START = Instant.parse("2026-03-01T10:00:00.000Z");
  static final PersonId ANN = new PersonId("p_" + "a".repeat(32));
  static final PersonId BEN = new PersonId("p_" + "b".repeat(32));
  static final RepositoryName REPOSITORY = new RepositoryName("shop");
  static final ServiceName SERVICE = new ServiceName("shop");
  static final EnvironmentName STAGING = new EnvironmentName("staging");
  static final KeyFingerprint KEY = new KeyFingerprint("c".repeat(40));
  private static final Scope SCOPE = Scope.of(STAGING, SERVICE);
  static final String RULE = "staging-approval";
  private static final Sha256 DIGEST = Sha256.ofUtf8("digest");
  private static final RepositoryPart PART =
      new RepositoryPart(new SourcePath("services/cart"), List.of(new SourcePath("libs/money")));

  private final Map<Series, List<ProjectedEntry>> volumes = new EnumMap<>(Series.class);

  /// When the last record was told of.
  Instant now = START;

  private @Nullable PreviousDeployment serving;
  private @Nullable RecordRef lastOpened;
  private int sequence;

  /// The entries of each volume, in order.
  Map<Series, List<ProjectedEntry>> volumes() {
    return volumes;
  }

  /// A deployment from request to close, with a check, an approval, leave to go and a step.
  DeploymentId deploy(int commit) {
    DeploymentId id = DeploymentId.create(now);
    SubjectId subject = id.subject();
    sequence++;
    RecordRef request =
        request(
            subject,
            DeploymentRequest.deploy(
                Map.of(SourceRole.APPLICATION, new RequestedSource(REPOSITORY, "main")),
                ANN,
                "release " + sequence));
    DeploymentManifestOpened plan = opened(commit, request);
    RecordRef opened = add(subject, RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, SCOPE, plan);
    RecordRef check =
        add(
            subject,
            RecordKind.CHECK_RESULT,
            LogicalStep.check(CheckStage.PRE, "lint"),
            SCOPE,
            check());
    RecordRef approval =
        add(
            subject,
            RecordKind.APPROVAL_DECISION,
            LogicalStep.of(Action.APPROVE_DEPLOYMENT, RequestId.create(now)),
            SCOPE,
            new ApprovalDecision(
                Decision.APPROVED, BEN, "approver", plan.planSha256(), RULE, null, null));
    RecordRef go =
        add(
            subject,
            RecordKind.DEPLOYMENT_STEP,
            LogicalStep.GO,
            SCOPE,
            DeploymentStep.go(List.of(approval, check), now));
    RecordRef step = add(subject, RecordKind.DEPLOYMENT_STEP, LogicalStep.step(1), SCOPE, step(id));
    add(
        subject,
        RecordKind.MANIFEST_CLOSED,
        LogicalStep.CLOSED,
        SCOPE,
        new DeploymentManifestClosed(
            DeploymentStatus.SUCCEEDED,
            null,
            12L,
            11_500L,
            List.of(new TrafficShare(id, 100)),
            opened,
            List.of(request, opened, check, approval, go, step),
            List.of(check),
            List.of(),
            null));
    serving = new PreviousDeployment(id, opened, Map.of(SourceRole.APPLICATION, sha(commit)));
    lastOpened = opened;
    return id;
  }

  /// A deployment that ended, and where its closed manifest stands.
  record Ended(DeploymentId id, RecordRef closed) {}

  /// A rollback that failed, after which another served again.
  Ended goBack(int commit, DeploymentId from, DeploymentId restored) {
    DeploymentId id = DeploymentId.create(now);
    sequence++;
    RecordRef request =
        request(id.subject(), DeploymentRequest.rollback(restored, ANN, "it fails"));
    return failed(id, request, opened(commit, request, DeploymentType.ROLLBACK, from), restored);
  }

  /// A deployment that repeats one that ended, and fails as well.
  Ended retry(int commit, Ended of, DeploymentId restored) {
    DeploymentId id = DeploymentId.create(now);
    sequence++;
    RecordRef request = request(id.subject(), DeploymentRequest.retry(of.id(), ANN, "once more"));
    return failed(id, request, opened(commit, request).about(of.closed()), restored);
  }

  private Ended failed(
      DeploymentId id,
      RecordRef request,
      DeploymentManifestOpened manifest,
      DeploymentId restored) {
    RecordRef opened =
        add(id.subject(), RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, SCOPE, manifest);
    RecordRef closed =
        add(
            id.subject(),
            RecordKind.MANIFEST_CLOSED,
            LogicalStep.CLOSED,
            SCOPE,
            new DeploymentManifestClosed(
                DeploymentStatus.FAILED,
                "it does not start",
                3L,
                null,
                List.of(new TrafficShare(restored, 100)),
                opened,
                List.of(request, opened),
                List.of(),
                List.of(),
                restored));
    lastOpened = opened;
    return new Ended(id, closed);
  }

  /// An incident that is reported, linked to a deployment and resolved.
  IncidentId incident(DeploymentId cause, int commit) {
    IncidentId id = IncidentId.create(now);
    report(id, IncidentPhase.OPENED);
    link(id, cause, commit, 0.75);
    report(id, IncidentPhase.RESOLVED);
    return id;
  }

  /// What somebody says of an incident's cause.
  void link(IncidentId incident, DeploymentId cause, int commit, double confidence) {
    link(
        LogicalStep.of(Action.LINK_INCIDENT, RequestId.create(now)),
        incident,
        cause,
        commit,
        confidence);
  }

  /// The same, that what another deployer did caused it.
  void linkAsserted(IncidentId incident, SubjectId report, int commit, double confidence) {
    link(
        LogicalStep.assertedLink(RequestId.create(now)),
        incident,
        new DeploymentId(report.uuid()),
        commit,
        confidence);
  }

  private void link(
      String logicalStep, IncidentId incident, DeploymentId cause, int commit, double confidence) {
    add(
        incident.subject(),
        RecordKind.CAUSAL_LINK,
        logicalStep,
        Scope.global(),
        new CausalLink(
            cause,
            REPOSITORY,
            sha(commit),
            CausalMethod.DECLARED,
            confidence,
            ANN.value(),
            "seen",
            null));
  }

  static CommitId sha(int number) {
    return new CommitId("%040x".formatted(number));
  }

  /// The same entry, refused for a reason from its recorded time on.
  static ProjectedEntry refused(ProjectedEntry entry, @Nullable Instant until) {
    return with(
        entry,
        List.of(
            new ProjectedEntry.Violation(
                "unknown-key", "key is in no policy", entry.recordedAt(), until, true)));
  }

  static ProjectedEntry with(ProjectedEntry entry, List<ProjectedEntry.Violation> violations) {
    return with(entry, entry.signer(), violations);
  }

  static ProjectedEntry with(
      ProjectedEntry entry,
      ProjectedEntry.@Nullable Signer signer,
      List<ProjectedEntry.Violation> violations) {
    return with(entry, entry.index(), entry.content(), signer, violations);
  }

  static ProjectedEntry with(
      ProjectedEntry entry,
      long index,
      ProjectedEntry.@Nullable Content content,
      ProjectedEntry.@Nullable Signer signer,
      List<ProjectedEntry.Violation> violations) {
    return new ProjectedEntry(
        entry.volume(),
        entry.series(),
        index,
        entry.path(),
        entry.subject(),
        entry.recordId(),
        entry.sha256(),
        entry.leafHash(),
        entry.ledgerCommit(),
        entry.recordedAt(),
        signer,
        content,
        violations);
  }

  /// A repository, and a service in it, as an admin registers them.
  void register(String team) {
    register(
        Action.REGISTER_REPOSITORY,
        SourceRegistration.of(
            new SourceRegistration.RegisteredRepository(
                REPOSITORY, List.of("https://git.example/acme/shop.git"), "main"),
            ANN,
            null));
    register(
        Action.REGISTER_SERVICE,
        SourceRegistration.of(
            new SourceRegistration.RegisteredService(
                SERVICE,
                Map.of(
                    SourceRole.APPLICATION,
                    new SourceRegistration.RegisteredSource(REPOSITORY, PART)),
                new TeamName(team)),
            ANN,
            "theirs"));
  }

  private void register(Action action, SourceRegistration registration) {
    RequestId request = RequestId.create(now);
    add(
        new SubjectId(request.uuid()),
        RecordKind.REGISTRATION,
        LogicalStep.of(action, request),
        Scope.global(),
        registration);
  }

  /// What another deployer did in the same service and environment, after an earlier commit.
  SubjectId asserted(int commit, @Nullable Integer previous) {
    RequestId request = RequestId.create(now);
    SubjectId subject = new SubjectId(request.uuid());
    add(
        subject,
        RecordKind.DEPLOYMENT_REPORT,
        LogicalStep.of(Action.REPORT_DEPLOYMENT, request),
        Scope.of(STAGING, SERVICE),
        new AssertedDeployment(
            REPOSITORY,
            PART,
            sha(commit),
            "v" + commit,
            ReportedStatus.SUCCEEDED,
            START,
            null,
            previous == null ? null : new AssertedDeployment.Previous(sha(previous), null),
            new AssertedDeployment.Deployer("argo-cd", "shop/" + commit, null),
            ANN,
            null));
    return subject;
  }

  void report(IncidentId id, IncidentPhase phase) {
    Action action = phase == IncidentPhase.OPENED ? Action.REPORT_INCIDENT : Action.UPDATE_INCIDENT;
    add(
        id.subject(),
        RecordKind.INCIDENT_REPORT,
        LogicalStep.of(action, RequestId.create(now)),
        Scope.global(),
        new IncidentReport(
            phase,
            Severity.SEV2,
            "Carts are empty",
            List.of(SERVICE),
            STAGING,
            List.of("src/cart"),
            null,
            START.plusSeconds(60),
            null,
            ANN,
            null,
            null));
  }

  private DeploymentManifestOpened opened(int commit, RecordRef request) {
    return opened(commit, request, DeploymentType.DEPLOY, null);
  }

  private DeploymentManifestOpened opened(
      int commit, RecordRef request, DeploymentType type, @Nullable DeploymentId rollbackOf) {
    Plan plan =
        new Plan(
            Plan.VERSION,
            type,
            "rolling",
            Map.of(
                SourceRole.APPLICATION,
                new DeployedSource(
                    REPOSITORY,
                    PART,
                    sha(commit),
                    DIGEST,
                    null,
                    new CommitSet(commit, DIGEST),
                    null)),
            List.of(),
            DIGEST,
            serving,
            rollbackOf,
            List.of(new PlanRule(RULE, 1)),
            List.of(new PlanStep.Approve(RULE, 7_200_000), new PlanStep.Start(1, 7_200_000)));
    return DeploymentManifestOpened.of(sequence, plan, ANN, request, lastOpened);
  }

  private DeploymentStep step(DeploymentId id) {
    return new DeploymentStep(
        1,
        "switch",
        StepResult.SUCCEEDED,
        List.of(new TrafficShare(id, 100)),
        List.of(),
        now,
        now,
        null);
  }

  private CheckResult check() {
    return new CheckResult(
        "lint",
        CheckStage.PRE,
        CheckType.COMMAND,
        CheckStatus.PASSED,
        new Measurements(0.5, 1024L, null, 3.25, 1.0, 10L),
        "make lint",
        null,
        now,
        now,
        null,
        120L,
        4L);
  }

  private RecordRef request(SubjectId subject, DeploymentRequest body) {
    return add(subject, RecordKind.DEPLOYMENT_REQUEST, LogicalStep.REQUEST, SCOPE, body);
  }

  /// A further attempt at the first step of a deployment, with other bytes.
  void contest(DeploymentId id) {
    add(
        2,
        id.subject(),
        RecordKind.DEPLOYMENT_STEP,
        LogicalStep.step(1),
        SCOPE,
        step(DeploymentId.create(now)));
  }

  /// A further record.
  RecordRef add(SubjectId subject, RecordKind kind, String step, Scope scope, RecordBody body) {
    return add(1, subject, kind, step, scope, body);
  }

  private RecordRef add(
      int attempt, SubjectId subject, RecordKind kind, String step, Scope scope, RecordBody body) {
    now = now.plusMillis(250);
    LedgerRecord record =
        LedgerRecord.of(new Header(kind, subject, step, scope, now.minusMillis(100)), body);
    byte[] bytes = RecordCodec.encode(record);
    List<ProjectedEntry> volume =
        volumes.computeIfAbsent(kind.series(), ignored -> new ArrayList<>());
    VolumeName name = kind.series().firstVolume();
    RecordRef place =
        new RecordRef(
            name,
            volume.size(),
            LedgerPath.of(record.header()).attempt(attempt).text(),
            record.tree().sha256());
    volume.add(
        new ProjectedEntry(
            name,
            kind.series(),
            place.index(),
            place.path(),
            subject,
            record.header().recordId(),
            place.sha256(),
            Sha256.ofUtf8("leaf" + volume.size()),
            sha(volume.size() + 1),
            now,
            new ProjectedEntry.Signer(KEY, "worker", "worker"),
            new ProjectedEntry.Content(record, new String(bytes, StandardCharsets.UTF_8)),
            List.of()));
    return place;
  }

  static VolumeState stateAfter(VolumeState before, List<ProjectedEntry> entries, Sha256 policy) {
    Optional<ProjectedEntry> last =
        entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
    return new VolumeState(
        before.volume(),
        before.series(),
        before.size() + entries.size(),
        last.map(ProjectedEntry::ledgerCommit).orElse(before.head()),
        last.map(ProjectedEntry::leafHash).orElse(before.root()),
        List.of(),
        last.map(ProjectedEntry::recordedAt).orElse(before.recordedAt()),
        before.recorded(),
        policy);
  }
}
