package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// What becomes of deployments, looked at through the gateway: a command for each look would be a
/// process.
final class Deployments {
  private static final String STATE =
      "query($id: ID!) { deployment(id: $id) { status reason planSha256 } }";

  private Deployments() {}

  /// Waits until it is known what the deployment will do.
  static void awaitPlan(Endpoints endpoints, String deployment) {
    await(endpoints, deployment, it -> it.path("planSha256").isTextual());
  }

  /// Waits until it has ended, which has to be so.
  static void awaitEnd(Endpoints endpoints, String deployment, String status) {
    JsonNode ended =
        await(
            endpoints,
            deployment,
            it -> it.path("status").isTextual() && !it.path("status").asText().equals("RUNNING"));
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo(status);
  }

  private static JsonNode await(
      Endpoints endpoints, String deployment, Predicate<JsonNode> condition) {
    try (GatewayClient viewer = endpoints.client("viewer")) {
      return Awaitility.await(deployment)
          .until(() -> viewer.query(STATE, Map.of("id", deployment)).path("deployment"), condition);
    }
  }
}
