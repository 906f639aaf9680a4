package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Sends events as Standard Webhooks 1.0.0: `{"type", "timestamp", "data"}`, signed.
///
/// @param secrets the file that {@link WebhookSignature#read} reads, at each attempt
record WebhookChannel(HttpPost http, URI address, Path secrets, Texts texts, Clock clock)
    implements Channel {
  @Override
  public Delivery send(Event event) throws InterruptedException {
    byte[] body = body(event).toString().getBytes(StandardCharsets.UTF_8);
    long now = clock.instant().getEpochSecond();
    return http.send(
        address,
        Map.of(
            "webhook-id",
            event.id(),
            "webhook-timestamp",
            String.valueOf(now),
            "webhook-signature",
            WebhookSignature.read(secrets).header(event.id(), now, body)),
        body);
  }

  private ObjectNode body(Event event) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", event.kind().value());
    body.put("timestamp", RecordJson.text(event.happenedAt()));
    ObjectNode data = body.putObject("data");
    event.values().forEach((place, value) -> data.put(place.value(), value));
    data.remove(Place.EVENT.value());
    data.put("text", texts.of(event, UnaryOperator.identity()));
    return body;
  }
}
