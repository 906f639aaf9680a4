package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.CommitSet;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeployedSource;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.DeploymentType;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.record.SourceRole;
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
  private static final Sha256 DIGEST = Sha256.ofUtf8("digest");

  private final Map<Series, List<ProjectedEntry>> volumes = new EnumMap<>(Series.class);
  private Instant now = START;
  private @Nullable DeploymentId serving;
  private int sequence;

  /// The entries of each volume, in order.
  Map<Series, List<ProjectedEntry>> volumes() {
    return volumes;
  }

  /// A deployment from request to close, with a check, an approval and a step.
  DeploymentId deploy(int commit) {
    DeploymentId id = DeploymentId.create(now);
    SubjectId subject = id.subject();
    sequence++;
    add(
        subject,
        RecordKind.DEPLOYMENT_REQUEST,
        "request",
        SCOPE,
        new DeploymentRequest(
            RequestedAction.DEPLOY,
            Map.of(SourceRole.APPLICATION, new RequestedSource(REPOSITORY, "main")),
            null,
            ANN,
            "release " + sequence,
            null));
    add(subject, RecordKind.MANIFEST_OPENED, "opened", SCOPE, opened(commit));
    add(subject, RecordKind.CHECK_RESULT, "check-pre-lint", SCOPE, check());
    add(
        subject,
        RecordKind.APPROVAL_DECISION,
        "decision-1",
        SCOPE,
        new ApprovalDecision(
            Decision.APPROVED, BEN, "approver", DIGEST, "staging-approval", null, null));
    add(
        subject,
        RecordKind.DEPLOYMENT_STEP,
        "step-1",
        SCOPE,
        new DeploymentStep(
            1, "switch", StepResult.SUCCEEDED, List.of(new TrafficShare(id, 100)), now, now, null));
    add(
        subject,
        RecordKind.MANIFEST_CLOSED,
        "closed",
        SCOPE,
        new DeploymentManifestClosed(
            DeploymentStatus.SUCCEEDED,
            null,
            12L,
            List.of(new TrafficShare(id, 100)),
            new RecordRef(Series.DEPLOYMENT_MANIFESTS, "somewhere", DIGEST),
            List.of(),
            List.of(),
            List.of(),
            null));
    serving = id;
    return id;
  }

  /// An incident that is reported, linked to a deployment and resolved.
  IncidentId incident(DeploymentId cause, int commit) {
    IncidentId id = IncidentId.create(now);
    report(id, IncidentPhase.OPENED);
    add(
        id.subject(),
        RecordKind.CAUSAL_LINK,
        "link-1",
        Scope.global(),
        new CausalLink(
            cause,
            REPOSITORY,
            sha(commit),
            CausalMethod.DECLARED,
            0.75,
            ANN.value(),
            "seen",
            null));
    report(id, IncidentPhase.RESOLVED);
    return id;
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
                "unknown-key", "key is in no policy", entry.recordedAt(), until)));
  }

  static ProjectedEntry with(ProjectedEntry entry, List<ProjectedEntry.Violation> violations) {
    return new ProjectedEntry(
        entry.volume(),
        entry.series(),
        entry.index(),
        entry.path(),
        entry.subject(),
        entry.recordId(),
        entry.sha256(),
        entry.leafHash(),
        entry.ledgerCommit(),
        entry.recordedAt(),
        entry.signer(),
        entry.content(),
        violations);
  }

  private void report(IncidentId id, IncidentPhase phase) {
    add(
        id.subject(),
        RecordKind.INCIDENT_REPORT,
        "report-" + phase.name().toLowerCase(java.util.Locale.ROOT),
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

  private DeploymentManifestOpened opened(int commit) {
    return new DeploymentManifestOpened(
        DeploymentType.DEPLOY,
        "rolling",
        sequence,
        Map.of(
            SourceRole.APPLICATION,
            new DeployedSource(
                REPOSITORY, sha(commit), DIGEST, null, new CommitSet(commit, DIGEST), null)),
        List.of(),
        DIGEST,
        DIGEST,
        1,
        ANN,
        new RecordRef(Series.DEPLOYMENT_MANIFESTS, "somewhere", DIGEST),
        null,
        serving,
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

  private void add(SubjectId subject, RecordKind kind, String step, Scope scope, RecordBody body) {
    now = now.plusMillis(250);
    LedgerRecord record =
        new LedgerRecord(new Header(kind, subject, step, scope, now.minusMillis(100)), body);
    byte[] bytes = RecordCodec.encode(record);
    List<ProjectedEntry> volume =
        volumes.computeIfAbsent(kind.series(), ignored -> new ArrayList<>());
    VolumeName name = kind.series().firstVolume();
    volume.add(
        new ProjectedEntry(
            name,
            kind.series(),
            volume.size(),
            "path/" + record.header().recordId() + ".json",
            subject,
            record.header().recordId(),
            Sha256.of(bytes),
            Sha256.ofUtf8("leaf" + volume.size()),
            sha(volume.size() + 1),
            now,
            new ProjectedEntry.Signer(KEY, "worker", "worker"),
            new ProjectedEntry.Content(record, new String(bytes, StandardCharsets.UTF_8)),
            List.of()));
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
        false,
        policy);
  }
}
