package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Follows a deployment to its end, with its events on stderr.
public final class Following {
  private static final Duration PROJECTION = Duration.ofSeconds(30);
  private static final String PROGRESS =
      """
      subscription($id: UUID!) {
        deploymentProgress(id: $id) { number at phase message status traffic { deploymentId weight } }
      }
      """;
  private static final String OUTCOME =
      """
      query($id: ID!) {
        deployment(id: $id) {
          deploymentId status type reason durationSeconds service { name } environment { name }
          restored { deploymentId }
          checks { name stage status reason }
          evidence { kind path sha256 verdict }
        }
      }
      """;

  private Following() {}

  /// Waits until the deployment has ended and its end is in the graph.
  ///
  /// @return the deployment as the graph knows it
  public static JsonNode toTheEnd(GatewayClient client, String deploymentId) {
    try (IntakeWatch _ = IntakeWatch.over(client)) {
      client.subscribe(PROGRESS, Map.of("id", deploymentId), Following::show);
      return projected(client, deploymentId, InstantSource.system(), Following::pause);
    }
  }

  /// Waits for as long as intakes get on.
  ///
  /// @param pause between two looks
  static JsonNode projected(
      GatewayClient client, String deploymentId, InstantSource clock, Runnable pause) {
    Instant began = clock.instant();
    Instant deadline = began.plus(PROJECTION);
    List<String> intakes = List.of();
    while (true) {
      JsonNode deployment = client.query(OUTCOME, Map.of("id", deploymentId)).path("deployment");
      if (!deployment.isNull() && !deployment.path("status").asText().equals("RUNNING")) {
        return deployment;
      }
      if (clock.instant().isAfter(deadline)) {
        // as of one moment: for how long one stood still is no difference
        List<String> now = IntakeWatch.lines(client, began);
        if (!now.equals(intakes)) {
          intakes = now;
          deadline = clock.instant().plus(PROJECTION);
          continue;
        }
        throw new InfraException.Unavailable(
            "deployment "
                + deploymentId
                + " has ended, but its end is not in the graph after "
                + PROJECTION.toSeconds()
                + " s; the record is safe in the ledger, see: afdp status "
                + deploymentId);
      }
      pause.run();
    }
  }

  private static void show(JsonNode data) {
    JsonNode event = data.path("deploymentProgress");
    Terminal.progress(
        "%s  %-17s %s"
            .formatted(
                event.path("at").asText(),
                event.path("phase").asText().toLowerCase(Locale.ROOT).replace('_', ' '),
                event.path("message").asText()));
  }

  /// Waits a moment before something is asked for again.
  public static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("waiting for the graph was interrupted", interrupted);
    }
  }
}
