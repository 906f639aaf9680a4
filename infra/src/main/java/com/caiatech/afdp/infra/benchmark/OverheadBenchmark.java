package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.trial.PlatformProcess;
import com.caiatech.afdp.infra.trial.TrialDeployments;
import com.caiatech.afdp.infra.trial.TrialService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/// What a deployment costs beyond the target's own time: from the moment the mutation is sent until
/// the closed manifest is in the ledger, less the time in which a step or a check of it ran, as its
/// records say.
final class OverheadBenchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
  record Result(String temporal, Latencies wall, Latencies target, Latencies overhead) {
    String text() {
      return """
      a deployment on Temporal %s
        wall                         %s
        steps and checks             %s
        overhead                     %s
      """
          .formatted(temporal, wall.text(), target.text(), overhead.text());
    }

    ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("temporal", temporal);
      json.set("wall", wall.toJson());
      json.set("target", target.toJson());
      return json.set("overhead", overhead.toJson());
    }
  }

  /// Deploys to staging that often, each time a new commit, after two that only warm up.
  Result run(String temporal, int count) {
    List<Duration> walls = new ArrayList<>();
    List<Duration> targets = new ArrayList<>();
    List<Duration> overheads = new ArrayList<>();
    try (GatewayClient deployer = platform.client("deployer")) {
      for (int number = -2; number < count; number++) {
        service.commit();
        service.push(platform.endpoints());
        Instant sent = Instant.now();
        TrialDeployments.Acknowledged started =
            TrialDeployments.start(deployer, TrialDeployments.newId(), "staging");
        JsonNode ended = TrialDeployments.awaitSuccess(deployer, started, PATIENCE);
        if (number >= 0) {
          Duration wall = Duration.between(sent, closedAt(ended));
          Duration target = busy(ended);
          walls.add(wall);
          targets.add(target);
          overheads.add(wall.minus(target));
        }
      }
    }
    return new Result(
        temporal, Latencies.of(walls), Latencies.of(targets), Latencies.of(overheads));
  }

  private static Instant closedAt(JsonNode deployment) {
    return StreamSupport.stream(deployment.path("evidence").spliterator(), false)
        .filter(record -> record.path("kind").asText().equals("deployment-manifest-closed"))
        .map(record -> Instant.parse(record.path("recordedAt").asText()))
        .findFirst()
        .orElseThrow();
  }

  private record Interval(Instant from, Instant to) {}

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
    intervals.sort(Comparator.comparing(Interval::from));
    Duration busy = Duration.ZERO;
    Instant covered = Instant.EPOCH;
    for (Interval interval : intervals) {
      Instant from = interval.from().isAfter(covered) ? interval.from() : covered;
      if (interval.to().isAfter(from)) {
        busy = busy.plus(Duration.between(from, interval.to()));
        covered = interval.to();
      }
    }
    return busy;
  }
}
