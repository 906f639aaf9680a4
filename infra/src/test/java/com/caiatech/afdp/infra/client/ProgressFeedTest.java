package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How a deployment is followed over a gateway that cuts its streams and goes away, on a clock that
/// stands still but for the pauses.
class ProgressFeedTest {
  private static final Instant BEGAN = Instant.parse("2026-01-31T12:00:00.000Z");
  private static final String FIRST = event(1, "\"DEPLOYING\"", "null");
  private static final String SECOND = event(2, "\"DEPLOYING\"", "null");
  private static final String LAST = event(3, "\"ENDED\"", "\"SUCCEEDED\"");
  private static final String COMPLETE = "event: complete\ndata:\n\n";

  private final AtomicReference<Instant> now = new AtomicReference<>(BEGAN);
  private final Deque<String> streams = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final List<Integer> seen = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private int port;
  private @Nullable HttpServer gateway;
  private int comesBackAfter = Integer.MAX_VALUE;

  @BeforeEach
  void listen() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] stream = streams.remove().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(stream);
          exchange.close();
        });
    server.start();
    port = server.getAddress().getPort();
    gateway = server;
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.stop(0);
      gateway = null;
    }
  }

  @Test
  void aStreamThatIsCutIsTakenUpWhereItWasAndThatIsSaidOnce() {
    streams.add(FIRST + SECOND);
    streams.add(FIRST + SECOND + LAST + COMPLETE);
    follow(null);
    assertThat(seen).containsExactly(1, 2, 3);
    assertThat(told)
        .satisfiesExactly(
            lost -> assertThat(lost).contains("what deployment d has begun goes on, asking again"),
            back -> assertThat(back).isEqualTo("the platform answers again"));
  }

  @Test
  void aGatewayThatIsStartedAgainIsWaitedFor() {
    streams.add(FIRST);
    comesBackAfter = 5;
    streams.add(FIRST + SECOND + LAST + COMPLETE);
    follow(
        null,
        () -> {
          if (pauses.size() == 1) {
            stop();
          }
        });
    assertThat(seen).containsExactly(1, 2, 3);
    assertThat(told).hasSize(2);
    assertThat(pauses).hasSize(5);
  }

  /// The run that comes after a restart counts from 1 again, and later.
  @Test
  void theEventsOfARunThatBeganAnewAreTold() {
    streams.add(FIRST + SECOND);
    streams.add(FIRST.replace("12:00:01", "12:01:00") + LAST + COMPLETE);
    follow(null);
    assertThat(seen).containsExactly(1, 2, 1, 3);
  }

  @Test
  void whoeverWaitsForSoLongAloneIsToldThatItGoesOn() {
    assertThatThrownBy(
            () ->
                patience(Duration.ofSeconds(5), () -> {})
                    .answered(
                        () -> {
                          now.updateAndGet(before -> before.plusSeconds(5));
                          throw new InfraException.Unreachable("cut");
                        }))
        .isInstanceOf(InfraException.TimedOut.class)
        .hasMessage(
            "the time to wait, 5 s, is over; deployment d goes on where the platform runs; see: afdp"
                + " get d, and stop it by: afdp abort d")
        .extracting(thrown -> ((InfraException) thrown).exitCode())
        .isEqualTo(ExitCode.TIMED_OUT);
  }

  @Test
  void aGatewayThatIsAwayWhenTheTimeIsOverIsUnreachable() {
    streams.add(FIRST);
    assertThatThrownBy(() -> follow(Duration.ofSeconds(30), this::stop))
        .isInstanceOf(InfraException.Unreachable.class)
        .hasMessageStartingWith("the platform gave no answer for 30 s; deployment d goes on");
    assertThat(pauses).hasSize(30);
    assertThat(told).hasSize(1);
  }

  @Test
  void whereNobodySaidHowLongTenMinutesWithoutAnAnswerAreTheEnd() {
    streams.add(FIRST);
    assertThatThrownBy(() -> follow(null, this::stop))
        .isInstanceOf(InfraException.Unreachable.class)
        .hasMessageStartingWith("the platform gave no answer for 10 min; ");
    assertThat(now.get()).isEqualTo(BEGAN.plus(Duration.ofMinutes(10)));
  }

  @Test
  void aGatewayThatWasNeverThereIsNotWaitedFor() {
    stop();
    assertThatThrownBy(() -> follow(null))
        .isInstanceOf(InfraException.Unreachable.class)
        .hasMessageContaining("does not answer; is the platform up?");
    assertThat(pauses).isEmpty();
    assertThat(told).isEmpty();
  }

  private void follow(@Nullable Duration timeout) {
    follow(timeout, () -> {});
  }

  private void follow(@Nullable Duration timeout, Runnable meanwhile) {
    URI address = URI.create("http://127.0.0.1:" + port + "/graphql");
    try (GatewayClient client = new GatewayClient(address, "token")) {
      new ProgressFeed(client, "d", patience(timeout, meanwhile))
          .toTheEnd(event -> seen.add(event.path("number").asInt()));
    }
  }

  private Patience patience(@Nullable Duration timeout, Runnable meanwhile) {
    return new Patience(
        "d",
        timeout,
        now::get,
        duration -> {
          pauses.add(duration);
          now.updateAndGet(before -> before.plus(duration));
          meanwhile.run();
          comeBack();
        },
        told::add);
  }

  private void comeBack() {
    if (pauses.size() == comesBackAfter) {
      try {
        listen();
      } catch (IOException taken) {
        throw new UncheckedIOException(taken);
      }
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static String event(int number, String phase, String status) {
    return """
    event: next
    data: {"data": {"deploymentProgress": {"number": %1$d, "at": "2026-01-31T12:00:0%1$d.000Z", "phase": %2$s, "message": "m", "status": %3$s, "traffic": []}}}

    """
        .formatted(number, phase, status);
  }
}
