package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/// Shows the exact plan of a deployment, what it changes and how its checks ended, asks, and sends
/// a decision about it.
final class Deciding {
  private static final String PLAN =
      """
      query($id: ID!) {
        deployment(id: $id) {
          deploymentId type status strategy planSha256 requiredApprovals
          service { name } environment { name }
          sources { role commit { sha subject repository { name } } shippedCount withdrewCount }
          shipped(first: 20) { nodes { sha subject } pageInfo { hasNextPage } }
          checks { name stage status reason }
        }
      }
      """;

  private Deciding() {}

  /// Shows the plan on stderr, asks, and sends the decision.
  ///
  /// @param verb `approve` or `reject`
  static ExitCode decide(Session session, String verb, DecisionOptions decision) {
    if (!decision.yes() && !Terminal.isTerminal()) {
      throw new InfraException.WrongUsage(
          "expected a terminal to ask on, found none; give --yes to decide without a question");
    }
    try (GatewayClient client = session.client("approver")) {
      JsonNode deployment =
          client.query(PLAN, Map.of("id", decision.deployment().value())).path("deployment");
      if (deployment.isNull() || deployment.path("planSha256").isNull()) {
        throw new InfraException.Refused(
            "deployment %1$s is unknown or has no plan yet; see: afdp get %1$s"
                .formatted(decision.deployment()));
      }
      String status = deployment.path("status").asText();
      if (!status.equals("RUNNING")) {
        throw new InfraException.Refused(
            "deployment %s: expected one that waits for approval, found one that has ended %s"
                .formatted(decision.deployment(), status));
      }
      show(deployment);
      if (!decision.yes() && !Terminal.confirms(question(verb, deployment))) {
        Terminal.progress("nothing was decided");
        return ExitCode.FAILED;
      }
      send(session, client, verb, decision, deployment);
      return ExitCode.DONE;
    }
  }

  private static String question(String verb, JsonNode deployment) {
    return "%s%s deployment %s of %s to %s?"
        .formatted(
            verb.substring(0, 1).toUpperCase(Locale.ROOT),
            verb.substring(1),
            deployment.path("deploymentId").asText(),
            deployment.path("service").path("name").asText(),
            deployment.path("environment").path("name").asText());
  }

  private static void send(
      Session session,
      GatewayClient client,
      String verb,
      DecisionOptions decision,
      JsonNode deployment) {
    String shown = deployment.path("planSha256").asText();
    Map<String, Object> input = decision.input();
    input.put("planSha256", decision.plan() == null ? shown : decision.plan().value());
    JsonNode outcome =
        client.mutate(
            verb + "Deployment",
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
