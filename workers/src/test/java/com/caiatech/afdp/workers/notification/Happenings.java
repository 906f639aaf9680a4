package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens to cart in staging, as real ledgers tell it.
final class Happenings implements AutoCloseable {
  static final CommitId COMMIT = new CommitId("a".repeat(40));

  /// One that knows no repository.
  static final Platform PLATFORM =
      new Platform("afdp-test", List.of(), List.of(), List.of(), List.of());

  private final RecordedDeployments recorded;

  Happenings(Path folder) throws IOException {
    recorded = new RecordedDeployments(folder);
  }

  LedgerReadings readings() {
    return recorded.readings();
  }

  TestPlatform platform() {
    return recorded.platform();
  }

  /// Alice asks for a deployment, and its manifest is opened with these steps.
  DeploymentId opened(PlanStep... steps) {
    return opened(DeploymentType.DEPLOY, "a new version", steps);
  }

  /// The same for a reason.
  DeploymentId opened(DeploymentType type, String reason, PlanStep... steps) {
    DeploymentId id = DeploymentId.create(Instant.now());
    DeploymentRequest asked = TestPlatform.unproven();
    recorded.opened(
        id,
        recorded.request(
            id, DeploymentRequest.deploy(asked.sources(), asked.requestedBy(), reason)),
        type,
        Map.of(
            SourceRole.APPLICATION,
            new DeployedSource(
                new RepositoryName("cart"), null, COMMIT, Sha256.ofUtf8("tree"), null, null, null)),
        null,
        List.of(new PlanRule("staging-approval", 2)),
        List.of(steps));
    return id;
  }

  /// A check before the deployment passes.
  void passed(DeploymentId id, String name) {
    recorded.write(TestPlatform.check(id, name, Instant.now()));
  }

  DeploymentId failed(String reason) {
    DeploymentId id = opened();
    closed(id, DeploymentStatus.FAILED, reason, null);
    return id;
  }

  void closed(
      DeploymentId id,
      DeploymentStatus status,
      @Nullable String reason,
      @Nullable DeploymentId restored) {
    recorded.write(closing(id, status, reason, restored));
  }

  static LedgerRecord closing(
      DeploymentId id,
      DeploymentStatus status,
      @Nullable String reason,
      @Nullable DeploymentId restored) {
    return LedgerRecord.of(
        new Header(
            RecordKind.MANIFEST_CLOSED,
            id.subject(),
            LogicalStep.CLOSED,
            TestPlatform.CART,
            Instant.now()),
        new DeploymentManifestClosed(
            status, reason, 1L, null, List.of(), null, List.of(), List.of(), List.of(), restored));
  }

  /// Somebody says of an incident of cart in production.
  void said(IncidentId incident, IncidentPhase phase, String title) {
    Instant now = Instant.now();
    recorded.write(
        recorded
            .platform()
            .ofIncident(
                incident,
                LogicalStep.of(
                    phase == IncidentPhase.OPENED ? Action.REPORT_INCIDENT : Action.UPDATE_INCIDENT,
                    RequestId.create(now)),
                new IncidentReport(
                    phase,
                    Severity.SEV2,
                    title,
                    List.of(new ServiceName("cart")),
                    new EnvironmentName("production"),
                    List.of(),
                    null,
                    now,
                    phase == IncidentPhase.RESOLVED ? now : null,
                    TestPlatform.ALICE,
                    null,
                    null)));
  }

  @Override
  public void close() {
    recorded.close();
  }
}
