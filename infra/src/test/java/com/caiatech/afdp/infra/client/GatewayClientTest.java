package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the client makes of answers that a gateway gives while something goes on behind.
class GatewayClientTest {
  private static final String STARTED = "{\"data\":{\"start\":{\"deploymentId\":\"d\"}}}";

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer gateway;

  @BeforeEach
  void listen() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = answers.remove().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @Test
  void aMutationThatGoesOnBehindIsAskedForAgainUnderItsIdUntilItIsAnswered() {
    answers.add(refusal("UNAVAILABLE", "no worker answered. Send it again with the same id"));
    answers.add("{\"errors\":[{\"message\":\"none\",\"extensions\":{\"code\":\"TIMEOUT\"}}]}");
    answers.add(STARTED);

    assertThat(start()).isEqualTo("d");

    assertThat(asked).hasSize(3).allSatisfy(body -> assertThat(body).isEqualTo(asked.getFirst()));
  }

  @Test
  void aMutationThatIsRefusedIsNotAskedForAgain() {
    answers.add(refusal("UNAVAILABLE", "repository shop does not answer"));

    assertThatThrownBy(this::start)
        .isInstanceOf(InfraException.Refused.class)
        .hasMessage("start was refused: UNAVAILABLE: repository shop does not answer");

    assertThat(asked).hasSize(1);
  }

  private String start() {
    URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/graphql");
    try (GatewayClient client = new GatewayClient(address, "token")) {
      return client
          .mutate("start", "StartInput", Map.of("id", "1"), "... on Started { deploymentId }")
          .path("deploymentId")
          .asText();
    }
  }

  private static String refusal(String reason, String message) {
    return "{\"data\":{\"start\":{\"reason\":\"%s\",\"message\":\"%s\"}}}"
        .formatted(reason, message);
  }
}
