package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How long a deployment's end is waited for, with a gateway that answers what a test says and a
/// clock on which each pause takes a second.
class FollowingTest {
  private static final Instant BEGAN = Instant.parse("2026-01-31T12:00:00.000Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(BEGAN);
  private final AtomicReference<String> status = new AtomicReference<>("RUNNING");
  private final AtomicReference<String> intake = new AtomicReference<>("null");
  private final AtomicInteger pauses = new AtomicInteger();
  private HttpServer gateway;

  @BeforeEach
  void listen() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          String asked =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          byte[] answer = answer(asked).getBytes(StandardCharsets.UTF_8);
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
  void whereNoIntakeGoesOnTheEndIsWaitedForTwoMinutes() {
    assertThatThrownBy(() -> follow(() -> {}))
        .isInstanceOf(InfraException.TimedOut.class)
        .hasMessage(
            "deployment d has ended, but its end is not in the graph after 120 s; the record is safe"
                + " in the ledger, see: afdp get d");
    assertThat(waited()).isEqualTo(Duration.ofSeconds(121));
  }

  @Test
  void anIntakeThatStandsStillIsWaitedForTwoMinutesFromWhereItWasSeen() {
    intake.set(intake(7));
    assertThatThrownBy(() -> follow(() -> {})).isInstanceOf(InfraException.Unavailable.class);
    assertThat(waited()).isEqualTo(Duration.ofSeconds(242));
  }

  @Test
  void anIntakeThatGetsOnIsWaitedForAndTwoMinutesMoreOnceItStops() {
    assertThatThrownBy(
            () ->
                follow(
                    () -> {
                      if (pauses.get() <= 400) {
                        intake.set(intake(pauses.get()));
                      }
                    }))
        .isInstanceOf(InfraException.Unavailable.class);
    // looks after 121, 242 and 363 s each find it further, that after 484 s for the last time
    assertThat(waited()).isEqualTo(Duration.ofSeconds(605));
  }

  @Test
  void anEndThatComesWhileAnIntakeGetsOnIsFound() {
    JsonNode ended =
        follow(
            () -> {
              intake.set(intake(pauses.get()));
              if (pauses.get() == 200) {
                status.set("SUCCEEDED");
              }
            });
    assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(waited()).isEqualTo(Duration.ofSeconds(200));
  }

  /// Follows one deployment; what happens during each pause is the test's.
  private JsonNode follow(Runnable meanwhile) {
    URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/graphql");
    try (GatewayClient client = new GatewayClient(address, "token")) {
      return Following.projected(
          client,
          "d",
          new Patience(
              "d",
              null,
              now::get,
              _ -> {
                pauses.incrementAndGet();
                now.updateAndGet(before -> before.plusSeconds(1));
                meanwhile.run();
              },
              _ -> {}));
    }
  }

  private Duration waited() {
    return Duration.between(BEGAN, now.get());
  }

  private String answer(String asked) {
    if (asked.contains("repositories(")) {
      return """
      {"data": {"repositories": {"nodes": [{"name": "shop", "progress": %s}],
       "pageInfo": {"hasNextPage": false, "endCursor": null}}}}
      """
          .formatted(intake.get());
    }
    return asked.contains("ledgers {")
        ? "{\"data\": {\"ledgers\": []}}"
        : "{\"data\": {\"deployment\": {\"status\": \"%s\"}}}".formatted(status.get());
  }

  private static String intake(int done) {
    return """
    {"activity": "TAKING_IN", "unit": "COMMITS", "done": %d, "total": 1000, "ratePerSecond": 1.0,
     "secondsLeft": 80, "lastMovedAt": "2026-01-31T12:00:00.000Z", "endedAt": null,
     "waitsFor": null}
    """
        .formatted(done);
  }
}
