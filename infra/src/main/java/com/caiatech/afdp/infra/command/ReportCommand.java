package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reports a deployment that another deployer made.
@Command(
    name = "report",
    description =
        "Reports a deployment that another deployer made: it is kept as an assertion, never as what"
            + " ran here.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp report checkout production --commit $(git rev-parse HEAD)",
      "  afdp report checkout production --commit $SHA --previous $OLD --status failed"
          + " --deployer jenkins --id $BUILD_TAG --link $BUILD_URL"
    })
public final class ReportCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final ServiceAndEnvironment pair = new ServiceAndEnvironment();

  @Option(
      names = "--commit",
      required = true,
      paramLabel = "SHA",
      description = "The full id of the commit that was deployed.")
  private String commit = "";

  @Nullable
  @Option(
      names = "--previous",
      paramLabel = "SHA",
      description =
          "The commit that was deployed before; default: that of the newest report before this one"
              + " that succeeded.")
  private String previous;

  @Option(
      names = "--status",
      defaultValue = "succeeded",
      description = "succeeded, failed or rolled-back; default: ${DEFAULT-VALUE}.")
  private ReportedStatus status = ReportedStatus.SUCCEEDED;

  @Nullable
  @Option(
      names = "--release",
      paramLabel = "TEXT",
      description = "What the deployer calls the version, such as v1.4.0.")
  private String release;

  @Option(
      names = "--deployer",
      paramLabel = "NAME",
      defaultValue = "script",
      description = "The tool that deployed, such as argo-cd; default: ${DEFAULT-VALUE}.")
  private String deployer = "script";

  @Nullable
  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "What the tool calls this deployment: told twice, it is one; default: a new one at each"
              + " call.")
  private String id;

  @Nullable
  @Option(names = "--link", paramLabel = "URL", description = "Where the tool shows it.")
  private String link;

  @Nullable
  @Option(
      names = "--started-at",
      paramLabel = "TIME",
      description = "RFC 3339 with milliseconds; default: not told.")
  private String startedAt;

  @Nullable
  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When it ended, RFC 3339 with milliseconds; default: not told.")
  private String finishedAt;

  @Override
  public ExitCode call() {
    Map<String, Object> tool = new HashMap<>();
    tool.put("name", deployer);
    tool.put("externalId", id == null ? Session.newId() : id);
    Session.put(tool, "url", link);
    Map<String, Object> input = pair.input();
    input.put("commit", commit);
    input.put("status", status.name());
    input.put("deployer", tool);
    Session.put(input, "previousCommit", previous);
    Session.put(input, "version", release);
    Session.put(input, "startedAt", startedAt);
    Session.put(input, "finishedAt", finishedAt);
    try (GatewayClient client = session.client("deployer")) {
      JsonNode outcome =
          client.mutate(
              "reportDeployment",
              "ReportDeploymentInput",
              input,
              "... on DeploymentReported { reportId receipt { path consistencyToken } }");
      Session.awaitProjected(client, outcome);
      session.print(outcome, outcome.path("reportId").asText());
      return ExitCode.DONE;
    }
  }
}
