package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how far a deployment is. Its plan stands in the opened manifest, which never changes, and
/// is read once.
public final class DeploymentReader {
  private static final String OPENED = "deployment-manifest-opened";
  private static final String STATE =
      """
      query($id: ID!) {
        deployment(id: $id) {
          deploymentId type status reason strategy sequence requestedAt openedAt closedAt
          durationSeconds servedAfterMillis planSha256 requiredApprovals service { name } environment { name }
          requestedBy { personId displayName } restored { deploymentId }
          causedIncidents { incidentId title }
          sources { role shippedCount withdrewCount commit { sha subject } }
          checks { name stage status reason startedAt endedAt }
          approvals { decision rule reason decidedAt decidedBy { personId displayName } }
          steps { number name result detail startedAt endedAt
            traffic { weight deployment { deploymentId } } }
        }
      }
      """;
  private static final String PLAN =
      "query($id: ID!) { deployment(id: $id) { evidence { kind verdict body } } }";

  private final GatewayClient client;
  private final String deploymentId;
  private JsonNode opened = MissingNode.getInstance();

  public DeploymentReader(GatewayClient client, String deploymentId) {
    this.client = client;
    this.deploymentId = deploymentId;
  }

  /// As it is now; nothing where the graph does not know it.
  ///
  /// @param event what its workflow told last; null where it was not asked
  public Optional<DeploymentView> read(@Nullable JsonNode event) {
    JsonNode deployment = client.query(STATE, Map.of("id", deploymentId)).path("deployment");
    if (deployment.isNull()) {
      return Optional.empty();
    }
    if (opened.isMissingNode() && deployment.path("planSha256").isTextual()) {
      opened = readOpened();
    }
    return Optional.of(new DeploymentView(deployment, opened, event, Instant.now()));
  }

  private JsonNode readOpened() {
    JsonNode evidence =
        client.query(PLAN, Map.of("id", deploymentId)).path("deployment").path("evidence");
    for (JsonNode record : evidence) {
      if (record.path("kind").asText().equals(OPENED)
          && record.path("verdict").asText().equals("trusted")) {
        return record.path("body");
      }
    }
    return MissingNode.getInstance();
  }
}
