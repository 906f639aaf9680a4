package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.target.local.LocalTarget;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the last of what a deployment's checks and instances printed. It is kept on the machine
/// that ran them and nowhere else, bounded, for its owner.
@Command(
    name = "logs",
    description =
        "Prints the last of what checks and instances printed. It is kept on the machine that ran"
            + " them and nowhere else.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp logs checkout staging",
      "  afdp logs checkout staging --deployment 01890a5d-ac96-774b-bcce-b302099a8057 --lines 200",
      "  afdp logs checkout staging --deployment 01890a5d-ac96-774b-bcce-b302099a8057 --check smoke",
      "  afdp logs checkout staging --deployment 01890a5d-ac96-774b-bcce-b302099a8057 --delete"
    })
public final class LogsCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final ServiceAndEnvironment pair = new ServiceAndEnvironment();

  private static final String SERVING =
      """
      query($service: String!, $environment: String!) {
        runningAt(service: $service, environment: $environment) {
          serving { deployment { deploymentId } }
        }
      }
      """;

  @Nullable
  @Option(names = "--deployment", description = "A deployment's id; default: those that serve.")
  private DeploymentId deployment;

  @Nullable
  @Option(names = "--check", paramLabel = "NAME", description = "Only what this check printed.")
  private String check;

  @Option(
      names = "--lines",
      defaultValue = "50",
      description = "The last lines of each log; default: ${DEFAULT-VALUE}.")
  private int lines = 50;

  @Option(
      names = "--delete",
      description = "Delete them instead: records hold nothing of them but digests and counts.")
  private boolean delete;

  /// The command that prints what a deployment printed.
  ///
  /// @param deployment with its id, its service and its environment, as the graph tells them
  static String line(JsonNode deployment) {
    return "afdp logs %s %s --deployment %s"
        .formatted(
            deployment.path("service").path("name").asText(),
            deployment.path("environment").path("name").asText(),
            deployment.path("deploymentId").asText());
  }

  @Override
  public ExitCode call() {
    if (lines < 1) {
      throw new InfraException.WrongUsage("--lines: expected at least 1, found " + lines);
    }
    ArrayNode report = JsonNodeFactory.instance.arrayNode();
    StringJoiner text = new StringJoiner(System.lineSeparator());
    for (DeploymentId id : deployments()) {
      for (OutputLog log : logs(id)) {
        List<String> tail = delete ? deleted(log) : tail(log);
        ArrayNode printed =
            report
                .addObject()
                .put("deployment", id.value())
                .put("log", log.name())
                .putArray("lines");
        tail.forEach(printed::add);
        text.add("== " + id + " " + log.name() + (delete ? " deleted" : ""));
        tail.forEach(text::add);
      }
    }
    if (report.isEmpty()) {
      throw new InfraException.Refused(
          "no log of "
              + pair.service()
              + " in "
              + pair.environment()
              + (check == null ? "" : ", check " + check)
              + " is kept on this machine"
              + (deployment == null ? " of what serves; name another with --deployment" : "")
              + "; see: afdp status");
    }
    session.print(report, text.toString());
    return ExitCode.DONE;
  }

  private List<DeploymentId> deployments() {
    if (deployment != null) {
      return List.of(deployment);
    }
    try (GatewayClient client = session.client("viewer")) {
      return client
          .query(SERVING, pair.input())
          .path("runningAt")
          .findValuesAsText("deploymentId")
          .stream()
          .map(DeploymentId::parse)
          .toList();
    }
  }

  private List<OutputLog> logs(DeploymentId id) {
    return LocalTarget.output(
            new StateLayout(session.state()).target(), pair.service(), pair.environment(), id)
        .logs()
        .stream()
        .filter(log -> check == null || log.isOfCheck(check))
        .toList();
  }

  private List<String> tail(OutputLog log) {
    try {
      return log.lastLines(lines);
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading " + log.file() + " failed: " + unreadable, unreadable);
    }
  }

  private static List<String> deleted(OutputLog log) {
    try {
      log.erase();
      return List.of();
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "deleting " + log.file() + " failed: " + failure, failure);
    }
  }
}
