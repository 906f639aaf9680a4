package com.caiatech.afdp.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.lambdas.PushWebhook;
import com.caiatech.afdp.lambdas.webhook.Delivery;
import com.caiatech.afdp.lambdas.webhook.HookSecrets;
import com.caiatech.afdp.lambdas.webhook.HostDialect;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HookId HOOK = new HookId("local");
  private static final ServedName LEDGER = new ServedName(ServedName.Root.LEDGERS, "approval-logs");

  private final Queue<APIGatewayV2HTTPEvent> events = new ConcurrentLinkedQueue<>();
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private WebhookEndpoint endpoint;

  @BeforeEach
  void listen() throws IOException {
    endpoint =
        WebhookEndpoint.start(
            FreePort.take(),
            (event, context) -> {
              events.add(event);
              int status = statuses.isEmpty() ? 202 : statuses.removeFirst();
              if (status == 0) {
                throw new IllegalStateException("secret detail");
              }
              return APIGatewayV2HTTPResponse.builder()
                  .withStatusCode(status)
                  .withHeaders(Map.of("Content-Type", "application/json"))
                  .withBody("{}")
                  .build();
            });
  }

  @AfterEach
  void stopListening() {
    endpoint.close();
    http.close();
  }

  @Test
  void aMoveArrivesAsAPlainServersPushEventSigned() throws IOException {
    try (WebhookSender sender =
        new WebhookSender(endpoint.uri(HOOK), () -> "It's a Secret of two")) {
      sender.send(move(1, 2));
      await().until(() -> sender.delivered() == 1);
      assertThat(sender.pending()).isZero();
    }
    APIGatewayV2HTTPEvent event = events.remove();
    JsonNode body = JSON.readTree(event.getBody());
    assertThat(event.getIsBase64Encoded()).isFalse();
    assertThat(event.getHeaders()).containsEntry("x-afdp-event", "push");
    assertThat(event.getHeaders().get("x-afdp-delivery")).hasSize(36);
    assertThat(event.getRawPath()).isEqualTo("/webhook/local");
    assertThat(
            HostDialect.of(HostKind.PLAIN)
                .proves(
                    HookSecrets.parse("It's a Secret of two"), Delivery.of(event), Instant.EPOCH))
        .isTrue();
    assertThat(body.path("ref").asText()).isEqualTo("refs/heads/main");
    assertThat(body.path("before").asText()).isEqualTo(id(1).name());
    assertThat(body.path("after").asText()).isEqualTo(id(2).name());
    assertThat(body.path("repository").path("full_name").asText())
        .isEqualTo("ledgers/approval-logs");
  }

  @Test
  void eventsOfARepositoryAreSentInOrderAndAgainUnderTheSameDeliveryAndThoseThatWaitAsOne()
      throws IOException {
    statuses.addAll(List.of(503, 0, 202));
    try (WebhookSender sender = new WebhookSender(endpoint.uri(HOOK), () -> "secret")) {
      sender.send(move(1, 2));
      await().until(() -> !events.isEmpty());
      sender.send(move(2, 3));
      sender.send(move(3, 4));
      await().until(() -> sender.delivered() == 2);
      assertThat(sender.failed()).isZero();
    }
    List<APIGatewayV2HTTPEvent> attempts = List.copyOf(events);
    assertThat(attempts).hasSize(4);
    assertThat(attempts.subList(0, 3))
        .extracting(attempt -> attempt.getHeaders().get("x-afdp-delivery"))
        .containsOnly(attempts.getFirst().getHeaders().get("x-afdp-delivery"));
    JsonNode second = JSON.readTree(attempts.get(3).getBody());
    assertThat(second.path("before").asText()).isEqualTo(id(2).name());
    assertThat(second.path("after").asText()).isEqualTo(id(4).name());
  }

  @Test
  void aRefusedEventIsCountedAndNotSentAgain() {
    statuses.add(401);
    try (WebhookSender sender = new WebhookSender(endpoint.uri(HOOK), () -> "wrong")) {
      sender.send(move(1, 2));
      await().until(() -> sender.failed() == 1);
    }
    assertThat(events).hasSize(1);
  }

  @Test
  void bodiesThatAreNoTextArriveInBase64() throws Exception {
    byte[] binary = {(byte) 0xff, 0x00, 0x01};
    assertThat(post(WebhookEndpoint.PATH + "local", binary).statusCode()).isEqualTo(202);
    assertThat(events.element().getIsBase64Encoded()).isTrue();
    assertThat(events.element().getBody()).isEqualTo("/wAB");
  }

  @Test
  void otherPathsMethodsAndTooLargeBodiesNeverReachTheFunction() throws Exception {
    assertThat(post("/other", new byte[0]).statusCode()).isEqualTo(404);
    HttpResponse<String> get =
        http.send(
            HttpRequest.newBuilder(endpoint.uri(HOOK)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("Allow")).hasValue("POST");
    HttpResponse<String> large =
        post(WebhookEndpoint.PATH + "local", new byte[PushWebhook.LARGEST_BODY + 1]);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).isEqualTo("expected a body of at most 6291456 bytes");
    assertThat(events).isEmpty();
  }

  @Test
  void aFaultOfTheFunctionTellsAnIdAndNothingElse() throws Exception {
    statuses.add(0);
    HttpResponse<String> response = post(WebhookEndpoint.PATH + "local", new byte[] {'x'});
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).matches("internal fault [0-9a-f-]{36}");
  }

  private HttpResponse<String> post(String path, byte[] body)
      throws IOException, InterruptedException {
    URI uri = endpoint.uri(HOOK).resolve(path);
    return http.send(
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static RefMove move(int before, int after) {
    return new RefMove(LEDGER, "refs/heads/main", id(before), id(after), "afdp");
  }

  private static ObjectId id(int number) {
    return ObjectId.fromString("%040x".formatted(number));
  }
}
