package com.caiatech.afdp.gateway.subscription;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a deployment: by asking its workflow, and once that is forgotten in the graph.
final class ProgressSource {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressSource.class);

  private final WorkflowClient temporal;
  private final GraphQueries queries;

  ProgressSource(WorkflowClient temporal, GraphQueries queries) {
    this.temporal = temporal;
    this.queries = queries;
  }

  /// What happened after the events that were seen.
  ///
  /// @param seen the number of the last event that was seen
  Look look(DeploymentId deployment, int seen) {
    try {
      DeploymentProgress progress =
          temporal
              .newUntypedWorkflowStub(WorkflowNames.deploymentWorkflowId(deployment))
              .query(WorkflowNames.PROGRESS, DeploymentProgress.class);
      return new Look.Seen(
          progress.events().stream().filter(event -> event.number() > seen).toList(),
          progress.ended());
    } catch (WorkflowNotFoundException forgotten) {
      return recorded(deployment, seen).orElseGet(Look.Nowhere::new);
    } catch (WorkflowException | StatusRuntimeException unanswered) {
      LOG.debug("the workflow of {} does not tell its progress", deployment, unanswered);
      return recorded(deployment, seen).orElseGet(Look.Unclear::new);
    }
  }

  /// The last event as the graph has it, or that the end was not projected.
  private Optional<Look> recorded(DeploymentId deployment, int seen) {
    Row row =
        (Row)
            queries.fetch(
                Selection.byId(
                    "deployment",
                    deployment.value(),
                    List.of(
                        Selection.of("status"), Selection.of("closedAt"), Selection.of("reason"))));
    if (row == null) {
      return Optional.empty();
    }
    String status = String.valueOf(row.get("status"));
    if (row.get("closedAt") == null) {
      return Optional.of(new Look.Unclear());
    }
    Instant closed = Instant.ofEpochMilli((Long) Objects.requireNonNull(row.get("closedAt")));
    ProgressEvent last =
        new ProgressEvent(
            seen + 1,
            closed,
            DeploymentPhase.ENDED,
            null,
            "ended, as recorded",
            List.of(),
            known(status));
    return Optional.of(new Look.Seen(List.of(last), true));
  }

  private static DeploymentStatus known(String status) {
    List<DeploymentStatus> all = List.of(DeploymentStatus.values());
    return all.stream()
        .filter(it -> it.name().equals(status))
        .findFirst()
        .orElseThrow(
            () ->
                GatewayException.Refused.newer(
                    "DeploymentProgressEvent.status",
                    all.stream().map(DeploymentStatus::name).toList(),
                    status));
  }
}
