package com.caiatech.afdp.workers.recovery;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StandingRefs;
import com.caiatech.afdp.workers.connection.Executions;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.LedgerWriter;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.lock.EnvironmentLockWorkflow;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.rollout.WayBack;
import com.caiatech.afdp.workers.target.RestoreOutcome;
import com.caiatech.afdp.workers.target.Target;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends deployments that no workflow will end: a run that somebody terminated, that Temporal
/// forgot, or that went with its service. What of one still runs and never succeeded is gone back
/// from, and its manifest is closed as `lost`, with what is found serving. So a ledger never holds
/// a deployment that nobody ends.
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Reason REASON =
      Reason.of("the orchestrator lost the deployment; nobody saw how it ended");

  private final LedgerReadings readings;
  private final LedgerWriter writer;
  private final Target target;
  private final WayBack wayBack;
  private final WorkflowClient temporal;
  private final Clock clock;
  private String stopped = "";

  public Recovery(
      LedgerReadings readings,
      LedgerWriter writer,
      Target target,
      WorkflowClient temporal,
      Clock clock) {
    this.readings = readings;
    this.writer = writer;
    this.target = target;
    this.wayBack = new WayBack(target);
    this.temporal = temporal;
    this.clock = clock;
  }

  /// Ends what is open and does not run. Where a ledger has stopped, what is open stays open until
  /// a person has repaired it: the rest of the platform is needed to see why. So does what the
  /// target cannot be brought back from now; the next look tries again.
  ///
  /// @return what was closed
  public synchronized List<DeploymentId> closeLost() {
    List<DeploymentId> closed = new ArrayList<>();
    try {
      for (DeploymentId open : readings.openDeployments()) {
        if (!Executions.isRunning(temporal, WorkflowNames.deploymentWorkflowId(open))
            && ended(open)) {
          closed.add(open);
        }
      }
      stopped = "";
    } catch (WorkersException.LedgerStopped fault) {
      String message = String.valueOf(fault.getMessage());
      if (!message.equals(stopped)) {
        LOG.error("open deployments cannot be closed: {}", message);
      }
      stopped = message;
    }
    return List.copyOf(closed);
  }

  private boolean ended(DeploymentId deployment) {
    try {
      close(deployment);
      return true;
    } catch (WorkersException.TargetUnavailable unavailable) {
      LOG.warn(
          "deployment {} is lost and cannot be gone back from now; the next look tries again",
          deployment,
          unavailable);
      return false;
    }
  }

  private void close(DeploymentId deployment) {
    List<StandingRecord> records = readings.standingAbout(deployment.subject());
    StandingRefs standing = StandingRefs.of(records);
    Scope scope = records.getFirst().record().header().scope();
    Optional<RestoreOutcome> back = wentBack(deployment, scope, records);
    DeploymentManifestClosed closed =
        new DeploymentManifestClosed(
            DeploymentStatus.LOST,
            back.filter(RestoreOutcome.Failed.class::isInstance)
                .map(RestoreOutcome.Failed.class::cast)
                .map(it -> Reason.of("{}; going back failed: {}").with(REASON).with(it.reason()))
                .orElse(REASON)
                .text(),
            null,
            null,
            serving(scope),
            standing.opened(),
            standing.records(),
            standing.preChecks(),
            standing.postChecks(),
            back.filter(RestoreOutcome.Restored.class::isInstance)
                .map(RestoreOutcome.Restored.class::cast)
                .map(RestoreOutcome.Restored::deploymentId)
                .orElse(null));
    Header header =
        new Header(
            RecordKind.MANIFEST_CLOSED,
            deployment.subject(),
            LogicalStep.CLOSED,
            scope,
            clock.instant());
    writer.write(List.of(RecordToWrite.of(LedgerRecord.of(header, closed))));
    LOG.warn("deployment {} was lost with its orchestrator; its manifest is closed", deployment);
    giveBack(scope, deployment);
  }

  /// The next in the queue needs not wait until the lock misses its holder itself.
  private void giveBack(Scope scope, DeploymentId deployment) {
    if (scope.service() == null || scope.environment() == null) {
      return;
    }
    try {
      temporal
          .newWorkflowStub(
              EnvironmentLockWorkflow.class,
              WorkflowNames.lockId(scope.service(), scope.environment()))
          .release(deployment);
    } catch (WorkflowException gone) {
      LOG.debug("the lock that deployment {} had is gone", deployment, gone);
    }
  }

  private Optional<RestoreOutcome> wentBack(
      DeploymentId deployment, Scope scope, List<StandingRecord> records) {
    ServiceName service = scope.service();
    EnvironmentName environment = scope.environment();
    return service == null || environment == null
        ? Optional.empty()
        : records.stream()
            .map(it -> it.record().body())
            .filter(DeploymentManifestOpened.class::isInstance)
            .map(DeploymentManifestOpened.class::cast)
            .findFirst()
            .map(manifest -> Rollout.of(deployment, service, environment, manifest))
            .flatMap(lost -> wayBack.from(lost, () -> {}));
  }

  private List<TrafficShare> serving(Scope scope) {
    return scope.service() == null || scope.environment() == null
        ? List.of()
        : target.observe(scope.service(), scope.environment());
  }
}
