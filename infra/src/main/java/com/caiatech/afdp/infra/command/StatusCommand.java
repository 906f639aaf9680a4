package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.StatusReader;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows what runs where, or one deployment in detail.
@Command(
    name = "status",
    description = "Shows what runs where, or one deployment in detail.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp status",
      "  afdp status 01890a5d-ac96-774b-bcce-b302099a8057",
      "  afdp status --json"
    })
public final class StatusCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  private static final String DEPLOYMENT =
      """
      query($id: ID!) {
        deployment(id: $id) {
          deploymentId type status reason requestedAt openedAt closedAt durationSeconds sequence
          planSha256 requiredApprovals service { name } environment { name }
          sources { role sourceSha256 rangeState shippedCount withdrewCount commit { sha subject } }
          checks { name stage status reason outputBytes outputLines latencyP95 passRate cpuUsageAvg memoryPeak }
          approvals { decision rule reason decidedAt decidedBy { personId } }
          steps { number name result detail traffic { weight deployment { deploymentId } } }
          evidence { kind volume index path sha256 verdict signer { fingerprint } }
        }
      }
      """;

  @Nullable
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DEPLOYMENT",
      description = "A deployment's id.")
  private DeploymentId deployment;

  @Override
  public ExitCode call() {
    try (GatewayClient client = session.client("viewer")) {
      if (deployment != null) {
        JsonNode found =
            client.query(DEPLOYMENT, Map.of("id", deployment.value())).path("deployment");
        if (found.isNull()) {
          throw new InfraException.Refused("no deployment " + deployment + " is in the graph");
        }
        session.print(found, StatusReport.ofDeployment(found));
        return ExitCode.DONE;
      }
      ObjectNode data = StatusReader.read(client::query);
      session.deadLetters().ifPresent(queue -> data.put("deadLetters", count(queue)));
      session.print(data, StatusReport.ofAll(data, Instant.now()));
      return ExitCode.DONE;
    }
  }

  private static int count(DeadLetterQueue queue) {
    try (queue) {
      return queue.size();
    }
  }
}
