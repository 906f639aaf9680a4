package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the deployments of a service to an environment.
@Command(
    name = "history",
    description = "Lists the deployments of a service to an environment, the newest first.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp history checkout production",
      "  afdp history checkout production --first 100 --json"
    })
public final class HistoryCommand implements Callable<ExitCode> {
  private static final String QUERY =
      """
      query($first: Int!, $service: String!, $environment: String!) {
        deployments(first: $first, filter: {service: {name: {eq: $service}}, environment: {name: {eq: $environment}}}) {
          nodes {
            deploymentId type status strategy reason requestedAt closedAt durationSeconds sequence
            requestedBy { personId } rollbackOf { deploymentId } restored { deploymentId }
            retryOf { deploymentId } retriedBy { deploymentId } undoneBy { deploymentId }
            causedIncidents { incidentId title }
            sources { role shippedCount withdrewCount commit { sha subject } }
          }
          pageInfo { hasNextPage }
        }
      }
      """;

  @Mixin private final Session session = new Session();
  @Mixin private final FirstOption first = new FirstOption();
  @Mixin private final ServiceAndEnvironment pair = new ServiceAndEnvironment();

  @Override
  public ExitCode call() {
    int count = first.count();
    try (GatewayClient client = session.client("viewer")) {
      Map<String, Object> variables = pair.input();
      variables.put("first", count);
      JsonNode deployments = client.query(QUERY, variables).path("deployments");
      if (deployments.path("nodes").isEmpty()) {
        throw new InfraException.Refused(
            "no deployment of %s to %s is in the graph; what there is: afdp status"
                .formatted(pair.service(), pair.environment()));
      }
      session.print(deployments, StatusReport.ofHistory(deployments));
      return ExitCode.DONE;
    }
  }
}
