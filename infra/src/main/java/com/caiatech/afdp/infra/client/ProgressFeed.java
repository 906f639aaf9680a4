package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/// What happens in a deployment, as its workflow tells it. The stream is taken up again where it
/// was cut.
final class ProgressFeed {
  private static final String PROGRESS =
      """
      subscription($id: UUID!) {
        deploymentProgress(id: $id) { number at phase step message status traffic { deploymentId weight } }
      }
      """;

  private final GatewayClient client;
  private final String deploymentId;
  private final Patience patience;
  private Instant lastAt = Instant.MIN;
  private int lastNumber;

  ProgressFeed(GatewayClient client, String deploymentId, Patience patience) {
    this.client = client;
    this.deploymentId = deploymentId;
    this.patience = patience;
  }

  /// Gives each event once, in order, until the deployment has ended.
  void toTheEnd(Consumer<JsonNode> event) {
    patience.answered(
        () -> {
          client.subscribe(
              PROGRESS,
              Map.of("id", deploymentId),
              patience.left(),
              data -> {
                patience.reached();
                give(data.path("deploymentProgress"), event);
              });
          return deploymentId;
        });
  }

  /// A stream begins with the first event; after a restart of the platform that of a new run, whose
  /// numbers begin anew.
  private void give(JsonNode told, Consumer<JsonNode> event) {
    Instant at = Instant.parse(told.path("at").asText());
    int number = told.path("number").asInt();
    boolean isNew = at.isAfter(lastAt) || (at.equals(lastAt) && number > lastNumber);
    if (isNew || told.path("status").isTextual()) {
      lastAt = at;
      lastNumber = number;
      event.accept(told);
    }
  }
}
