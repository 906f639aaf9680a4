package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.testing.TestPatience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway =
        new TestGateway(
            new HttpConfiguration(
                "127.0.0.1",
                0,
                List.of(),
                List.of(),
                true,
                Duration.ofMillis(100),
                HttpConfiguration.DEFAULT_REQUEST_TIMEOUT),
            LimitConfiguration.DEFAULTS,
            List.of());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Http events() {
    return Http.to(gateway.gateway.graphql()).accept("text/event-stream");
  }

  private static String withoutComments(String stream) {
    return stream.replaceAll("(?m)^:\n\n", "");
  }

  @Test
  void aSubscriptionIsOneEventForEachResultAndThenComplete() {
    Http.Reply reply = events().query("subscription { ticks(upTo: 2) }");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
    assertThat(withoutComments(reply.text()))
        .isEqualTo(
            """
            event: next
            data: {"data":{"ticks":1}}

            event: next
            data: {"data":{"ticks":2}}

            event: complete
            data:

            """);
  }

  @Test
  void aSubscriptionByGetStreamsToo() {
    assertThat(withoutComments(events().get("query", "subscription { ticks(upTo: 1) }").text()))
        .startsWith("event: next\ndata: {\"data\":{\"ticks\":1}}\n\n");
  }

  @Test
  void aQueryIsOneEventAndThenComplete() {
    assertThat(withoutComments(events().query("{ hello(name: \"you\") }").text()))
        .isEqualTo(
            """
            event: next
            data: {"data":{"hello":"hello you"},"extensions":{"cost":{"requested":1,"budget":50000,"actual":1}}}

            event: complete
            data:

            """);
  }

  @Test
  void aMutationByPostIsExecutedOnce() {
    assertThat(events().query("mutation { change(to: \"x\") }").text())
        .contains("\"change\":\"x\"");
    assertThat(gateway.changes.get()).isEqualTo(1);
  }

  @Test
  void whatFailsValidationIsAnEventAsTheProtocolDemands() {
    Http.Reply reply = events().query("subscription { nothingHere }");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).contains("event: next", "BAD_USER_INPUT").endsWith("data:\n\n");
  }

  @Test
  void aRefusedSubscriptionIsAnEventWithItsCode() {
    assertThat(events().query("subscription { refusedStream }").text())
        .contains("\"code\":\"NOT_FOUND\"", "no such deployment")
        .endsWith("event: complete\ndata:\n\n");
  }

  @Test
  void aStreamThatFailsTellsAnIdAndCompletes() {
    String stream = withoutComments(events().query("subscription { failing }").text());
    assertThat(stream)
        .contains("{\"data\":{\"failing\":1}}", "\"code\":\"INTERNAL\"")
        .doesNotContain("secret")
        .endsWith("event: complete\ndata:\n\n");
  }

  @Test
  void aSubscriptionForWhoTakesOnlyJsonIs406() {
    Http.Reply reply =
        Http.to(gateway.gateway.graphql())
            .accept(Http.NEW)
            .query("subscription { ticks(upTo: 1) }");
    assertThat(reply.status()).isEqualTo(406);
    assertThat(reply.json().at("/errors/0/message").asText()).contains("text/event-stream");
  }

  @Test
  void aClientThatTakesBothGetsEventsForASubscription() {
    assertThat(
            Http.to(gateway.gateway.graphql())
                .accept("application/graphql-response+json, application/json, text/event-stream")
                .query("subscription { ticks(upTo: 1) }")
                .header("content-type"))
        .startsWith("text/event-stream");
  }

  @Test
  void aStrangerGetsNoStream() {
    assertThat(events().without("Authorization").query("subscription { endless }").status())
        .isEqualTo(401);
  }

  @Test
  void aSilentStreamIsKeptAliveAndEventsComeAtOnceAndDisconnectingCancels() throws IOException {
    try (Socket socket = open("subscription { endless }")) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      readUntil(lines, ":");
      readUntil(lines, ":");
      await().until(() -> gateway.endless.currentSubscriberCount() == 1);
      gateway.endless.tryEmitNext(7).orThrow();
      readUntil(lines, "data: {\"data\":{\"endless\":7}}");
      assertThat(gateway.registry.get("graphql.streams").gauge().value()).isEqualTo(1);
      assertThat(gateway.cancelled.get()).isZero();
    }
    await().until(() -> gateway.cancelled.get() == 1);
    await().until(() -> gateway.registry.get("graphql.streams").gauge().value() == 0);
  }

  @Test
  void aStoppingGatewayCutsStreamsWithoutCompletingThem() throws IOException {
    try (Socket socket = open("subscription { endless }")) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      readUntil(lines, ":");
      gateway.close();
      assertThat(lines.lines().toList()).doesNotContain("event: complete");
    }
  }

  private Socket open(String query) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.gateway.port());
    socket.setSoTimeout((int) TestPatience.LONGEST.toMillis());
    String body = "{\"query\":\"" + query + "\"}";
    String request =
        """
        POST /graphql HTTP/1.1
        Host: localhost
        Accept: text/event-stream
        Authorization: Bearer %s
        Content-Type: application/json
        Content-Length: %d

        %s"""
            .formatted(TestGateway.token(Role.VIEWER), body.length(), body)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static void readUntil(BufferedReader lines, String wanted) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(wanted)) {
        return;
      }
    }
    throw new AssertionError("the stream ended before " + wanted);
  }
}
