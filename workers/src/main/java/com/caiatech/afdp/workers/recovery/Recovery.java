package com.caiatech.afdp.workers.recovery;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.connection.Executions;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.LedgerWriter;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.target.Target;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes the manifests of deployments that no workflow will end, as `lost`, with what is found
/// serving. So a ledger never holds a deployment that nobody ends.
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Reason REASON =
      Reason.of("the orchestrator lost the deployment; nobody saw how it ended");

  private final LedgerReadings readings;
  private final LedgerWriter writer;
  private final Target target;
  private final WorkflowClient temporal;
  private final Clock clock;

  public Recovery(
      LedgerReadings readings,
      LedgerWriter writer,
      Target target,
      WorkflowClient temporal,
      Clock clock) {
    this.readings = readings;
    this.writer = writer;
    this.target = target;
    this.temporal = temporal;
    this.clock = clock;
  }

  /// Closes what is open and does not run. Where a ledger has stopped, what is open stays open
  /// until a person has repaired it: the rest of the platform is needed to see why.
  ///
  /// @return what was closed
  public List<DeploymentId> closeLost() {
    List<DeploymentId> closed = new ArrayList<>();
    try {
      for (DeploymentId open : readings.openDeployments()) {
        if (!Executions.isRunning(temporal, WorkflowNames.deploymentWorkflowId(open))) {
          close(open);
          closed.add(open);
        }
      }
    } catch (WorkersException.LedgerStopped stopped) {
      LOG.error("open deployments cannot be closed: {}", stopped.getMessage());
    }
    return List.copyOf(closed);
  }

  private void close(DeploymentId deployment) {
    List<ReadEntry> entries = new ArrayList<>();
    for (Series series : Series.values()) {
      readings.about(series, deployment.subject()).stream()
          .filter(entry -> entry.trusted().isPresent())
          .forEach(entries::add);
    }
    Scope scope = entries.getFirst().trusted().orElseThrow().header().scope();
    DeploymentManifestClosed closed =
        new DeploymentManifestClosed(
            DeploymentStatus.LOST,
            REASON.text(),
            null,
            serving(scope),
            refs(entries, record -> record.body() instanceof DeploymentManifestOpened).stream()
                .findFirst()
                .orElse(null),
            refs(entries, record -> true),
            refs(entries, record -> isCheck(record, CheckStage.PRE)),
            refs(entries, record -> isCheck(record, CheckStage.POST)),
            null);
    Header header =
        new Header(
            RecordKind.MANIFEST_CLOSED,
            deployment.subject(),
            LogicalStep.CLOSED,
            scope,
            clock.instant());
    writer.write(List.of(RecordToWrite.of(LedgerRecord.of(header, closed))));
    LOG.warn("deployment {} was lost with its orchestrator; its manifest is closed", deployment);
  }

  private List<TrafficShare> serving(Scope scope) {
    return scope.service() == null || scope.environment() == null
        ? List.of()
        : target.observe(scope.service(), scope.environment());
  }

  private static List<RecordRef> refs(List<ReadEntry> entries, Predicate<LedgerRecord> wanted) {
    return entries.stream()
        .filter(entry -> entry.trusted().filter(wanted).isPresent())
        .map(ReadEntry::ref)
        .toList();
  }

  private static boolean isCheck(LedgerRecord record, CheckStage stage) {
    return record.body() instanceof CheckResult result && result.stage() == stage;
  }
}
