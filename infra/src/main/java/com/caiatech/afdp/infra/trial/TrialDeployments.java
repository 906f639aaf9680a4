package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Deployments as trials and benchmarks start and follow them, by mutations and queries alone.
public final class TrialDeployments {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final String RECEIPT = "receipt { volume path sha256 index consistencyToken }";
  private static final String STATE =
      """
      query($id: ID!, $at: [ConsistencyToken!]) {
        deployment(id: $id, atLeast: $at) {
          status reason planSha256 requiredApprovals requestedAt
          steps { name startedAt endedAt } checks { name startedAt endedAt }
          approvals { decidedAt }
          evidence { kind recordedAt }
        }
      }
      """;

  private TrialDeployments() {}

  /// A deployment's record as the mutation acknowledged it: it is durable.
  public record Acknowledged(
      String deploymentId, String volume, String path, String sha256, String token) {}

  /// A new id for a request.
  public static String newId() {
    return Ids.newUuid7(Instant.now()).toString();
  }

  /// Asks for a deployment of the trial's service.
  public static Acknowledged start(GatewayClient deployer, String id, String environment) {
    return started(
        deployer,
        "startDeployment",
        "StartDeploymentInput",
        Map.of("id", id, "service", TrialService.NAME, "environment", environment));
  }

  /// Asks for a rollback of the trial's service.
  ///
  /// @param target the deployment to go back to
  public static Acknowledged rollBack(
      GatewayClient deployer, String id, String environment, String target) {
    return started(
        deployer,
        "rollbackDeployment",
        "RollbackDeploymentInput",
        Map.of(
            "id",
            id,
            "service",
            TrialService.NAME,
            "environment",
            environment,
            "targetDeploymentId",
            target));
  }

  private static Acknowledged started(
      GatewayClient deployer, String mutation, String type, Map<String, Object> input) {
    JsonNode outcome =
        deployer.mutate(
            mutation, type, input, "... on DeploymentStarted { deploymentId " + RECEIPT + " }");
    JsonNode receipt = outcome.path("receipt");
    return new Acknowledged(
        String.valueOf(input.get("id")),
        receipt.path("volume").asText(),
        receipt.path("path").asText(),
        receipt.path("sha256").asText(),
        receipt.path("consistencyToken").asText());
  }

  /// Waits until the graph knows how the deployment ended.
  public static JsonNode awaitEnd(GatewayClient client, Acknowledged deployment, Duration within) {
    Instant deadline = Instant.now().plus(within);
    while (true) {
      JsonNode found = state(client, deployment);
      String status = found.path("status").asText();
      if (!status.isEmpty() && !status.equals("RUNNING")) {
        return found;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new InfraException.Unavailable(
            "deployment %s: expected its end within %d s, found status '%s'"
                .formatted(deployment.deploymentId(), within.toSeconds(), status));
      }
      pause();
    }
  }

  /// The same, and it has to have succeeded.
  public static JsonNode awaitSuccess(
      GatewayClient client, Acknowledged deployment, Duration within) {
    JsonNode ended = awaitEnd(client, deployment, within);
    if (!ended.path("status").asText().equals("SUCCEEDED")) {
      throw new InfraException.Refused(
          "deployment %s: expected SUCCEEDED, found %s: %s"
              .formatted(
                  deployment.deploymentId(),
                  ended.path("status").asText(),
                  ended.path("reason").asText()));
    }
    return ended;
  }

  private static JsonNode state(GatewayClient client, Acknowledged deployment) {
    return client
        .query(STATE, Map.of("id", deployment.deploymentId(), "at", List.of(deployment.token())))
        .path("deployment");
  }

  static void pause() {
    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
  }
}
