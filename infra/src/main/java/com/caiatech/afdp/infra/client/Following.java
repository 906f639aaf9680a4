package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Follows a deployment to its end, with its events on stderr.
public final class Following {
  /// A busy machine takes its time to project the end of its first deployment.
  private static final Duration PROJECTION = Duration.ofMinutes(2);

  private static final Duration BETWEEN = Duration.ofMillis(100);
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

  /// Waits for as long as it takes until the deployment has ended and its end is in the graph.
  ///
  /// @return the deployment as the graph knows it
  public static JsonNode toTheEnd(GatewayClient client, String deploymentId) {
    return toTheEnd(client, deploymentId, Patience.of(deploymentId, null));
  }

  /// Waits until the deployment has ended and its end is in the graph.
  ///
  /// @return the deployment as the graph knows it
  /// @throws InfraException.TimedOut when the time to wait is over
  /// @throws InfraException.Unreachable when there was no answer for too long
  public static JsonNode toTheEnd(GatewayClient client, String deploymentId, Patience patience) {
    patience.reached(); // or nobody would know of the deployment
    try (IntakeWatch _ = IntakeWatch.over(client)) {
      new ProgressFeed(client, deploymentId, patience).toTheEnd(Following::show);
      return projected(client, deploymentId, patience);
    }
  }

  /// Waits for as long as intakes get on.
  static JsonNode projected(GatewayClient client, String deploymentId, Patience patience) {
    Instant began = patience.clock().instant();
    Instant deadline = began.plus(PROJECTION);
    List<String> intakes = List.of();
    while (true) {
      JsonNode deployment =
          patience
              .answered(() -> client.query(OUTCOME, Map.of("id", deploymentId)))
              .path("deployment");
      if (!deployment.isNull() && !deployment.path("status").asText().equals("RUNNING")) {
        return deployment;
      }
      if (patience.clock().instant().isAfter(deadline)) {
        // as of one moment: for how long one stood still is no difference
        List<String> now = patience.answered(() -> IntakeWatch.lines(client, began));
        if (!now.equals(intakes)) {
          intakes = now;
          deadline = patience.clock().instant().plus(PROJECTION);
          continue;
        }
        throw new InfraException.TimedOut(
            "deployment "
                + deploymentId
                + " has ended, but its end is not in the graph after "
                + PROJECTION.toSeconds()
                + " s; the record is safe in the ledger, see: afdp get "
                + deploymentId);
      }
      patience.pause(BETWEEN);
    }
  }

  private static void show(JsonNode event) {
    Terminal.progress(
        "%s  %-17s %s"
            .formatted(
                event.path("at").asText(),
                event.path("phase").asText().toLowerCase(Locale.ROOT).replace('_', ' '),
                event.path("message").asText()));
  }

  /// Waits a moment before something is asked for again.
  public static void pause() {
    Patience.sleep(BETWEEN);
  }
}
