package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.IntakeLines;
import com.caiatech.afdp.infra.client.Listing;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  private static final int PAIRS_PER_QUERY = 25;
  private static final String NEWEST =
      """
      query {
        deployments(first: 10) {
          nodes { deploymentId status type requestedAt service { name } environment { name } }
        }
      }
      """;
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
      ObjectNode data = IntakeLines.read(client::query);
      data.setAll((ObjectNode) client.query(NEWEST, Map.of()));
      for (String names : List.of("services", "environments")) {
        data.set(names, Listing.read(client::query, names, "name", "").json());
      }
      data.set("running", running(client, data));
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

  private static ArrayNode running(GatewayClient client, JsonNode names) {
    List<String[]> pairs = new ArrayList<>();
    for (JsonNode service : names.path("services").path("nodes")) {
      for (JsonNode environment : names.path("environments").path("nodes")) {
        pairs.add(new String[] {service.path("name").asText(), environment.path("name").asText()});
      }
    }
    ArrayNode running = JsonNodeFactory.instance.arrayNode();
    for (int start = 0; start < pairs.size(); start += PAIRS_PER_QUERY) {
      addRunning(
          client, pairs.subList(start, Math.min(pairs.size(), start + PAIRS_PER_QUERY)), running);
    }
    return running;
  }

  private static void addRunning(GatewayClient client, List<String[]> pairs, ArrayNode running) {
    StringBuilder parameters = new StringBuilder();
    StringBuilder fields = new StringBuilder();
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      parameters.append("$s%1$d: String! $e%1$d: String! ".formatted(i));
      fields.append("r%d: ".formatted(i)).append(runningField(i));
      variables.put("s" + i, pairs.get(i)[0]);
      variables.put("e" + i, pairs.get(i)[1]);
    }
    JsonNode data = client.query("query(%s) { %s }".formatted(parameters, fields), variables);
    data.forEach(
        entry -> {
          if (!entry.path("serving").isEmpty()) {
            running.add(entry);
          }
        });
  }

  private static String runningField(int number) {
    return """
    runningAt(service: $s%1$d, environment: $e%1$d) {
      service environment recordedAt
      serving { weight deployment { deploymentId sources { role commit { sha subject } } } }
    }
    """
        .formatted(number);
  }
}
