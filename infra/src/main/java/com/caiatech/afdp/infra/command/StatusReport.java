package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.IntakeLines;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The status of the platform, or of one deployment, as text.
public final class StatusReport {
  private StatusReport() {}

  /// What runs where, the last deployments, the ledgers, and what of these and of repositories is
  /// not taken in yet.
  public static String ofAll(JsonNode data, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("Running");
    if (data.path("running").isEmpty()) {
      lines.add("  nothing yet; make a service known with: afdp register PATH");
    }
    for (JsonNode running : data.path("running")) {
      for (JsonNode share : running.path("serving")) {
        lines.add(
            "  %-20s %-14s %3d %%  %s  %s"
                .formatted(
                    running.path("service").asText(),
                    running.path("environment").asText(),
                    share.path("weight").asInt(),
                    share.path("deployment").path("deploymentId").asText(),
                    version(share.path("deployment"))));
      }
    }
    lines.add("Deployments");
    for (JsonNode deployment : data.path("deployments").path("nodes")) {
      lines.add(
          "  %s  %-10s %-10s %-20s %-14s %s"
              .formatted(
                  deployment.path("deploymentId").asText(),
                  deployment.path("type").asText(),
                  deployment.path("status").asText(),
                  deployment.path("service").path("name").asText(),
                  deployment.path("environment").path("name").asText(),
                  deployment.path("requestedAt").asText()));
    }
    lines.add("Ledgers");
    for (JsonNode ledger : data.path("ledgers")) {
      lines.add(
          "  %-28s %6d entries  head %.12s  %d violations%s"
              .formatted(
                  ledger.path("volume").asText(),
                  ledger.path("size").asLong(),
                  ledger.path("head").asText("none"),
                  ledger.path("violationCount").asInt(),
                  ledger.path("stopped").asBoolean() ? "  STOPPED at a structural fault" : ""));
    }
    List<String> behind = IntakeLines.of(data, now);
    if (!behind.isEmpty()) {
      lines.add("Behind");
      behind.forEach(line -> lines.add("  " + line));
    }
    addLeftOut(lines, data);
    int deadLetters = data.path("deadLetters").asInt();
    if (deadLetters > 0) {
      lines.add("Dead letters");
      lines.add("  %d given up, see: afdp dlq list".formatted(deadLetters));
    }
    return String.join(System.lineSeparator(), lines);
  }

  /// The deployments of one service to one environment, the newest first.
  public static String ofHistory(JsonNode deployments) {
    List<String> lines = new ArrayList<>();
    for (JsonNode deployment : deployments.path("nodes")) {
      lines.add(
          "%s  %s  %-10s %-10s %s"
              .formatted(
                  deployment.path("requestedAt").asText("-"),
                  deployment.path("deploymentId").asText(),
                  deployment.path("type").asText("-"),
                  deployment.path("status").asText("-"),
                  version(deployment)));
      addIfAny(lines, "by", deployment.path("requestedBy").path("personId"));
      addIfAny(lines, "because", deployment.path("reason"));
      addIfAny(lines, "went back from", deployment.path("rollbackOf").path("deploymentId"));
      addIfAny(lines, "deploys again", deployment.path("retryOf").path("deploymentId"));
      for (JsonNode retry : deployment.path("retriedBy")) {
        addIfAny(lines, "deployed again by", retry.path("deploymentId"));
      }
      for (JsonNode undo : deployment.path("undoneBy")) {
        addIfAny(lines, "undone by", undo.path("deploymentId"));
      }
      addIfAny(lines, "gave traffic back to", deployment.path("restored").path("deploymentId"));
      for (JsonNode incident : deployment.path("causedIncidents")) {
        addIfAny(lines, "caused incident", incident.path("incidentId"));
      }
    }
    if (deployments.path("pageInfo").path("hasNextPage").asBoolean()) {
      lines.add("… and older ones");
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static void addIfAny(List<String> lines, String what, JsonNode value) {
    if (value.isTextual()) {
      lines.add("    " + what + " " + value.asText());
    }
  }

  private static void addLeftOut(List<String> lines, JsonNode data) {
    List<String> leftOut = new ArrayList<>();
    for (String kind : List.of("services", "environments", "repositories")) {
      long more = data.path(kind).path("leftOut").asLong();
      if (more > 0) {
        leftOut.add(
            "  %d %s beyond the first %d by name"
                .formatted(more, kind, data.path(kind).path("nodes").size()));
      }
    }
    if (!leftOut.isEmpty()) {
      lines.add("Not looked at");
      lines.addAll(leftOut);
    }
  }

  /// One deployment with its checks, approvals, steps and evidence.
  public static String ofDeployment(JsonNode deployment) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s of %s to %s: %s%s"
            .formatted(
                deployment.path("deploymentId").asText(),
                deployment.path("type").asText(),
                deployment.path("service").path("name").asText(),
                deployment.path("environment").path("name").asText(),
                deployment.path("status").asText(),
                inBrackets(deployment.path("reason"))));
    lines.add("  plan " + deployment.path("planSha256").asText("not made yet"));
    for (JsonNode source : deployment.path("sources")) {
      lines.add(
          "  %-13s %.12s %s (shipped %s, withdrew %s)"
              .formatted(
                  source.path("role").asText(),
                  source.path("commit").path("sha").asText(),
                  source.path("commit").path("subject").asText(""),
                  source.path("shippedCount").asText("0"),
                  source.path("withdrewCount").asText("0")));
    }
    for (JsonNode check : deployment.path("checks")) {
      addCheck(lines, deployment, check);
    }
    for (JsonNode approval : deployment.path("approvals")) {
      lines.add(
          "  %s by %s for %s"
              .formatted(
                  approval.path("decision").asText(),
                  approval.path("decidedBy").path("personId").asText(),
                  approval.path("rule").asText()));
    }
    int required = deployment.path("requiredApprovals").asInt();
    if (required > 0) {
      lines.add("  approvals %d of %d".formatted(approved(deployment), required));
    }
    for (JsonNode step : deployment.path("steps")) {
      lines.add(
          "  step %d %s: %s%s"
              .formatted(
                  step.path("number").asInt(),
                  step.path("name").asText(),
                  step.path("result").asText(),
                  inBrackets(step.path("detail"))));
    }
    if (deployment.path("status").asText().equals("FAILED")) {
      lines.add("  what it printed: " + LogsCommand.line(deployment));
    }
    for (JsonNode record : deployment.path("evidence")) {
      lines.add(
          "  evidence %s[%d] %s: %s, sha256 %s"
              .formatted(
                  record.path("volume").asText(),
                  record.path("index").asLong(),
                  record.path("kind").asText(),
                  record.path("verdict").asText(),
                  record.path("sha256").asText()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static void addCheck(List<String> lines, JsonNode deployment, JsonNode check) {
    lines.add(
        "  check %s/%s: %s%s"
            .formatted(
                check.path("stage").asText(),
                check.path("name").asText(),
                check.path("status").asText(),
                inBrackets(check.path("reason"))));
    if (!check.path("outputLines").isNull()) {
      lines.add(
          "    printed %d lines, %d bytes: %s"
              .formatted(
                  check.path("outputLines").asLong(),
                  check.path("outputBytes").asLong(),
                  LogsCommand.line(deployment) + " --check " + check.path("name").asText()));
    }
  }

  private static String inBrackets(JsonNode text) {
    return text.isNull() ? "" : " (" + text.asText() + ")";
  }

  private static long approved(JsonNode deployment) {
    return deployment.path("approvals").findValuesAsText("decision").stream()
        .filter("APPROVED"::equals)
        .count();
  }

  private static String version(JsonNode deployment) {
    for (JsonNode source : deployment.path("sources")) {
      if (source.path("role").asText().equals("APPLICATION")) {
        return "%.12s %s"
            .formatted(
                source.path("commit").path("sha").asText(),
                source.path("commit").path("subject").asText(""));
      }
    }
    return "";
  }
}
