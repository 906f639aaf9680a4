package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.trial.PlatformProcess;
import com.caiatech.afdp.infra.trial.TrialDeployments;
import com.caiatech.afdp.infra.trial.TrialService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// What a deployment costs beyond the target's own time: from the moment the mutation is sent until
/// the closed manifest is in the ledger, less the time in which a step or a check of it ran, as its
/// records say; and, more strictly, less the time in which activities of the target ran, as
/// Temporal says. The latter stands beside the least that as many empty activities in sequence cost
/// on the same Temporal service.
final class OverheadBenchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int FLOOR_SAMPLES = 5;

  private final PlatformProcess platform;
  private final TrialService service;

  OverheadBenchmark(PlatformProcess platform, TrialService service) {
    this.platform = platform;
    this.service = service;
  }

  /// What the deployments came to.
  ///
  /// @param wall from the mutation to the closed manifest
  /// @param target steps and checks, overlaps counted once
  /// @param overhead wall less target
  /// @param outside wall less the time in which activities of the target ran
  /// @param activities how many of a deployment's follow each other
  /// @param floor what an empty one in sequence takes
  record Result(
      String temporal,
      Latencies wall,
      Latencies target,
      Latencies overhead,
      Latencies outside,
      int activities,
      Latencies floor) {
    String text() {
      return """
      a deployment on Temporal %s
        wall                         %s
        steps and checks             %s
        overhead                     %s
        outside target's activities  %s
        one empty activity           %s
        that is %d activities in sequence of %.1f ms: %.1f ms; outside of them is %.2f of that
      """
          .formatted(
              temporal,
              wall.text(),
              target.text(),
              overhead.text(),
              outside.text(),
              floor.text(),
              activities,
              floor.millis(50),
              floorMillis(),
              ofFloor());
    }

    private double floorMillis() {
      return activities * floor.millis(50);
    }

    private double ofFloor() {
      return outside.millis(50) / floorMillis();
    }

    ObjectNode toJson() {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("temporal", temporal)
              .put("activitiesInSequence", activities)
              .put("outsideOfFloor", ofFloor());
      json.set("wall", wall.toJson());
      json.set("target", target.toJson());
      json.set("outside", outside.toJson());
      json.set("floor", floor.toJson());
      return json.set("overhead", overhead.toJson());
    }
  }

  private record Deployed(Duration wall, Duration target, ActivityTimes activities) {}

  /// Deploys to staging that often, each time a new commit, after two that only warm up.
  Result run(String temporal, int count) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(platform.endpoints().temporal())
                .build());
    try (GatewayClient deployer = platform.client("deployer")) {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      List<Deployed> deployed = new ArrayList<>();
      for (int number = -2; number < count; number++) {
        Deployed one = deploy(deployer, client);
        if (number >= 0) {
          deployed.add(one);
        }
      }
      return new Result(
          temporal,
          latencies(deployed, Deployed::wall),
          latencies(deployed, Deployed::target),
          latencies(deployed, it -> it.wall.minus(it.target)),
          latencies(deployed, it -> it.wall.minus(it.activities.target())),
          deployed.getLast().activities.sequential(),
          ActivityFloor.measure(client, FLOOR_SAMPLES));
    } finally {
      stubs.shutdownNow();
    }
  }

  private static Latencies latencies(
      List<Deployed> deployed, Function<Deployed, Duration> duration) {
    return Latencies.of(deployed.stream().map(duration).toList());
  }

  private Deployed deploy(GatewayClient deployer, WorkflowClient temporal) {
    service.commit();
    service.push(platform.endpoints());
    Instant sent = Instant.now();
    TrialDeployments.Acknowledged started =
        TrialDeployments.start(deployer, TrialDeployments.newId(), "staging");
    JsonNode ended = TrialDeployments.awaitSuccess(deployer, started, PATIENCE);
    return new Deployed(
        Duration.between(sent, closedAt(ended)),
        busy(ended),
        ActivityTimes.of(temporal.fetchHistory(started.deploymentId()).getEvents()));
  }

  private static Instant closedAt(JsonNode deployment) {
    return StreamSupport.stream(deployment.path("evidence").spliterator(), false)
        .filter(record -> record.path("kind").asText().equals("deployment-manifest-closed"))
        .map(record -> Instant.parse(record.path("recordedAt").asText()))
        .findFirst()
        .orElseThrow();
  }

  private static Duration busy(JsonNode deployment) {
    List<Interval> intervals = new ArrayList<>();
    for (String kind : List.of("steps", "checks")) {
      for (JsonNode work : deployment.path(kind)) {
        intervals.add(
            new Interval(
                Instant.parse(work.path("startedAt").asText()),
                Instant.parse(work.path("endedAt").asText())));
      }
    }
    return Interval.covered(intervals);
  }
}
