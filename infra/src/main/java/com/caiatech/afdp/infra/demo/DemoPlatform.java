package com.caiatech.afdp.infra.demo;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.Following;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.TraceReport;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What the demo does on a running platform, by the same queries and mutations as any user.
final class DemoPlatform implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// A repository's whole history may have to be taken in first.
  private static final Duration HISTORY = Duration.ofMinutes(15);

  private static final String STARTED =
      "... on DeploymentStarted { deploymentId receipt { path consistencyToken } }";

  private final GatewayClient deployer;
  private final GatewayClient approver;
  private final GatewayClient manager;

  DemoPlatform(Endpoints endpoints) {
    this.deployer = endpoints.client("deployer");
    this.approver = endpoints.client("approver");
    this.manager = endpoints.client("incident-manager");
  }

  /// Deploys the ref and waits for the end; an approval is given where one is asked for.
  String deploy(String service, String environment, String ref, boolean approve) {
    Map<String, Object> input =
        Map.of(
            "id",
            newId(),
            "service",
            service,
            "environment",
            environment,
            "ref",
            ref,
            "reason",
            "demo");
    JsonNode outcome = deployer.mutate("startDeployment", "StartDeploymentInput", input, STARTED);
    String id = outcome.path("deploymentId").asText();
    if (approve) {
      approve(id);
    }
    requireSucceeded(id);
    return id;
  }

  /// Goes back to the last good deployment and waits for the end.
  String rollback(String service, String environment) {
    JsonNode outcome =
        deployer.mutate(
            "rollbackDeployment",
            "RollbackDeploymentInput",
            Map.of("id", newId(), "service", service, "environment", environment, "reason", "demo"),
            STARTED);
    String id = outcome.path("deploymentId").asText();
    requireSucceeded(id);
    return id;
  }

  /// Reports an incident and returns once the graph has it.
  String reportIncident(String title, String service, String environment, List<String> components) {
    Map<String, Object> input = new HashMap<>();
    input.put("id", newId());
    input.put("severity", "SEV2");
    input.put("title", title);
    input.put("services", List.of(service));
    input.put("environment", environment);
    input.put("components", components);
    JsonNode outcome =
        manager.mutate(
            "reportIncident",
            "ReportIncidentInput",
            input,
            "... on IncidentReported { incidentId receipt { consistencyToken } }");
    String id = outcome.path("incidentId").asText();
    awaitIncident(id, outcome);
    return id;
  }

  /// States that the deployment caused the incident.
  void link(String incident, String deployment) {
    awaitIncident(
        incident,
        manager.mutate(
            "linkIncident",
            "LinkIncidentInput",
            Map.of("id", newId(), "incidentId", incident, "deploymentId", deployment),
            "... on IncidentLinked { receipt { consistencyToken } }"));
  }

  /// Says in which phase the incident is now.
  void moveOn(String incident, IncidentPhase phase) {
    awaitIncident(
        incident,
        manager.mutate(
            "updateIncident",
            "UpdateIncidentInput",
            Map.of("id", newId(), "incidentId", incident, "phase", phase.name()),
            "... on IncidentUpdated { receipt { consistencyToken } }"));
  }

  /// Waits until the graph has what a mutation left.
  private void awaitIncident(String incident, JsonNode outcome) {
    manager.query(
        "query($id: ID!, $at: [ConsistencyToken!]) { incident(id: $id, atLeast: $at) { id } }",
        Map.of(
            "id",
            incident,
            "at",
            List.of(outcome.path("receipt").path("consistencyToken").asText())));
  }

  /// The incident with its suspects and their evidence.
  JsonNode trace(String incident, int first) {
    return manager
        .query(TraceReport.QUERY, Map.of("id", incident, "first", first))
        .path("incident");
  }

  /// What serves the service in the environment.
  JsonNode running(String service, String environment) {
    return manager
        .query(DemoQueries.RUNNING, Map.of("service", service, "environment", environment))
        .path("runningAt");
  }

  /// Waits until the graph holds the set of commits that the deployment shipped.
  void awaitShipped(String deployment) {
    await(
        "the commits that deployment " + deployment + " shipped",
        HISTORY,
        () ->
            Optional.of(manager.query(DemoQueries.RANGES, Map.of("id", deployment)))
                .map(data -> data.path("deployment").path("sources"))
                .filter(sources -> !sources.isEmpty())
                .filter(sources -> !sources.findValuesAsText("rangeState").contains("PENDING"))
                .isPresent());
  }

  @Override
  public void close() {
    deployer.close();
    approver.close();
    manager.close();
  }

  private void approve(String deployment) {
    String[] plan = {""};
    await(
        "the plan of deployment " + deployment,
        PATIENCE,
        () -> {
          JsonNode found =
              approver.query(DemoQueries.PLAN, Map.of("id", deployment)).path("deployment");
          requireRunning(found);
          plan[0] = found.path("planSha256").asText("");
          return !plan[0].isEmpty() && !plan[0].equals("null");
        });
    RetriedDecision.approve(approver, deployment, plan[0], PATIENCE);
  }

  private static void requireRunning(JsonNode deployment) {
    String status = deployment.path("status").asText("RUNNING");
    if (!deployment.isNull() && !status.equals("RUNNING")) {
      throw new InfraException.Refused(
          "the deployment ended " + status + ": " + deployment.path("reason").asText());
    }
  }

  private void requireSucceeded(String deployment) {
    JsonNode ended = Following.toTheEnd(deployer, deployment);
    if (!ended.path("status").asText().equals("SUCCEEDED")) {
      throw new InfraException.Refused(
          "deployment "
              + deployment
              + " was expected to succeed and ended "
              + ended.path("status").asText()
              + ": "
              + ended.path("reason").asText());
    }
  }

  private static void await(String what, Duration patience, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new InfraException.Unavailable(
            "waited "
                + patience.toSeconds()
                + " s for "
                + what
                + "; see the logs in the state folder");
      }
      Following.pause();
    }
  }

  private static String newId() {
    return Ids.newUuid7(Instant.now()).toString();
  }
}
