package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows the exact plan of a deployment, what it changes and how its checks ended, and sends a
/// decision about it.
final class Deciding {
  private static final String PLAN =
      """
      query($id: ID!) {
        deployment(id: $id) {
          deploymentId type strategy planSha256 requiredApprovals
          service { name } environment { name }
          sources { role commit { sha subject repository { name } } shippedCount withdrewCount }
          shipped(first: 20) { nodes { sha subject } pageInfo { hasNextPage } }
          checks { name stage status reason }
        }
      }
      """;

  private Deciding() {}

  /// Sends the decision; the plan that is decided on goes to stderr.
  static ExitCode decide(
      Session session,
      String mutation,
      DeploymentId deploymentId,
      @Nullable Sha256 plan,
      @Nullable String reason) {
    try (GatewayClient client = session.client("approver")) {
      JsonNode deployment =
          client.query(PLAN, Map.of("id", deploymentId.value())).path("deployment");
      if (deployment.isNull() || deployment.path("planSha256").isNull()) {
        throw new InfraException.Refused(
            "deployment " + deploymentId + " is unknown or has no plan yet; see: afdp status");
      }
      show(deployment);
      Map<String, Object> input = new HashMap<>();
      input.put("id", Session.newId());
      input.put("deploymentId", deployment.path("deploymentId").asText());
      input.put("planSha256", plan == null ? deployment.path("planSha256").asText() : plan.value());
      Session.put(input, "reason", reason);
      JsonNode outcome =
          client.mutate(
              mutation,
              "DecideDeploymentInput",
              input,
              "... on DeploymentDecided { deploymentId approvals requiredApprovals receipt { path sha256 consistencyToken } }");
      Session.awaitProjected(client, outcome);
      session.print(
          outcome,
          "%s: %d of %d approvals, recorded at %s"
              .formatted(
                  outcome.path("deploymentId").asText(),
                  outcome.path("approvals").asInt(),
                  outcome.path("requiredApprovals").asInt(),
                  outcome.path("receipt").path("path").asText()));
      return ExitCode.DONE;
    }
  }

  private static void show(JsonNode deployment) {
    Terminal.progress(
        "plan %s: %s of %s to %s, %s"
            .formatted(
                deployment.path("planSha256").asText(),
                deployment.path("type").asText().toLowerCase(Locale.ROOT),
                deployment.path("service").path("name").asText(),
                deployment.path("environment").path("name").asText(),
                deployment.path("strategy").asText()));
    for (JsonNode source : deployment.path("sources")) {
      Terminal.progress(
          "  %-13s %s@%.12s %s (+%s −%s commits)"
              .formatted(
                  source.path("role").asText(),
                  source.path("commit").path("repository").path("name").asText(),
                  source.path("commit").path("sha").asText(),
                  source.path("commit").path("subject").asText(""),
                  source.path("shippedCount").asText("0"),
                  source.path("withdrewCount").asText("0")));
    }
    for (JsonNode commit : deployment.path("shipped").path("nodes")) {
      Terminal.progress(
          "  + %.12s %s".formatted(commit.path("sha").asText(), commit.path("subject").asText("")));
    }
    if (deployment.path("shipped").path("pageInfo").path("hasNextPage").asBoolean()) {
      Terminal.progress("  + … and more");
    }
    for (JsonNode check : deployment.path("checks")) {
      Terminal.progress(
          "  check %s: %s %s"
              .formatted(
                  check.path("name").asText(),
                  check.path("status").asText(),
                  check.path("reason").asText("")));
    }
  }
}
