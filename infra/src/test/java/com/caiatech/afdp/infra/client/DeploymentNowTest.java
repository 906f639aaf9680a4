package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How far a deployment is at one moment, by a gateway that answers what a test says.
final class DeploymentNowTest {
  private static final String EVENT =
      """
      event: next
      data: {"data": {"deploymentProgress": {"number": %1$d, "at": "2026-01-31T12:00:0%1$d.000Z", "phase": "RESTORING", "message": "event %1$d", "status": null, "traffic": []}}}

      """;

  private static final String TRAFFIC = "[{\"deploymentId\": \"d\", \"weight\": 100}]";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);

  /// Of the deployment in the graph; empty where it has none.
  private volatile String status = "RUNNING";

  private String stream = "";
  private HttpServer gateway;

  @BeforeEach
  void listen() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.setExecutor(threads);
    gateway.createContext("/", this::answer);
    gateway.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    gateway.stop(0);
    threads.close();
  }

  @Test
  void whileItGoesOnTheLastThatItsWorkflowToldIsShownThoughTheStreamStaysOpen() {
    stream = EVENT.formatted(1) + EVENT.formatted(2);
    DeploymentView view = look();
    assertThat(view.lines(false))
        .extracting(Line::text)
        .contains("  status        RUNNING, restoring: event 2");
    assertThat(view.json().path("message").asText()).isEqualTo("event 2");
  }

  @Test
  void whereItsWorkflowIsNotToBeAskedItIsShownAsRecorded() {
    assertThat(look().lines(false)).extracting(Line::text).contains("  status        RUNNING");
  }

  @Test
  void onceItHasEndedItsWorkflowIsNotAsked() {
    status = "ABORTED";
    stream = EVENT.formatted(1);
    assertThat(look().event()).isNull();
  }

  @Test
  void whatGoesAheadOfItsRecordsIsShownAsItsWorkflowTellsItAndSaidToBeUnrecorded() {
    status = "";
    stream = EVENT.formatted(1) + EVENT.formatted(2).replace("[]", TRAFFIC);
    DeploymentView view = look();
    assertThat(view.lines(false))
        .extracting(Line::text)
        .containsExactly(
            "d",
            "  status        RUNNING, restoring: event 2",
            "  unrecorded    all of it: the graph has no record of it; this is what its workflow tells",
            "  traffic       100 % this deployment");
    assertThat(view.json().path("recorded")).isEqualTo(BooleanNode.FALSE);
    assertThat(view.json().path("message").asText()).isEqualTo("event 2");
    assertThat(view.ended()).isFalse();
  }

  @Test
  void whatGoesAheadOfItsRecordsIsWatchedUntilItIsRecorded() {
    status = "";
    stream = EVENT.formatted(1);
    List<List<String>> looks = new ArrayList<>();
    DeploymentView last =
        asked(
            client ->
                DeploymentWatch.toTheEnd(
                    client,
                    "d",
                    _ -> {},
                    view -> {
                      looks.add(view.lines(false).stream().map(Line::text).toList());
                      status = "SUCCEEDED";
                    }));
    assertThat(last.status()).isEqualTo("SUCCEEDED");
    assertThat(looks).hasSize(2);
    assertThat(looks.getFirst()).contains("  status        RUNNING, restoring: event 1");
    assertThat(looks.getLast()).contains("  status        SUCCEEDED");
  }

  @Test
  void whatNeitherTheGraphNorAWorkflowKnowsIsRefused() {
    status = "";
    assertThatThrownBy(this::look)
        .isInstanceOf(InfraException.Refused.class)
        .hasMessage(
            "no deployment d is in the graph, and no workflow tells of it; what there is: afdp status");
  }

  private DeploymentView look() {
    return asked(client -> DeploymentWatch.now(client, "d"));
  }

  private DeploymentView asked(Function<GatewayClient, DeploymentView> asking) {
    URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/graphql");
    try (GatewayClient client = new GatewayClient(address, "token")) {
      return asking.apply(client);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
    if (accepted.equals("text/event-stream")) {
      exchange.sendResponseHeaders(stream.isEmpty() ? 404 : 200, 0);
      exchange.getResponseBody().write(stream.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      keepOpen();
    } else {
      byte[] body =
          "{\"data\": {\"deployment\": %s}}"
              .formatted(
                  status.isEmpty()
                      ? "null"
                      : "{\"deploymentId\": \"d\", \"status\": \"%s\"}".formatted(status))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void keepOpen() {
    try {
      boolean _ = stream.isEmpty() || over.await(10, TimeUnit.MINUTES);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
