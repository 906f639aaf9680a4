package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.health.ComponentHealth;
import com.caiatech.afdp.gateway.health.HealthProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthAndMetricsTest {
  private static final HealthProbe UP = new HealthProbe("temporal", ComponentHealth.Up::new);

  private static TestGateway gateway(HealthProbe... probes) {
    return new TestGateway(
        HttpConfiguration.loopback(0), LimitConfiguration.DEFAULTS, List.of(probes));
  }

  private static Http stranger(TestGateway gateway, String path) {
    return Http.to(gateway.uri(path)).without("Authorization");
  }

  @Test
  void allComponentsAreNamedWhenAllAreUp() {
    try (TestGateway gateway = gateway(UP, new HealthProbe("graph", ComponentHealth.Up::new))) {
      for (String path : List.of("/health", "/health/ready")) {
        Http.Reply reply = stranger(gateway, path).get();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.text())
            .isEqualTo(
                "{\"status\":\"UP\",\"components\":{\"temporal\":{\"status\":\"UP\"},\"graph\":{\"status\":\"UP\"}}}");
      }
    }
  }

  @Test
  void aStoppedDatabaseIsNamedAndTheProcessStaysAlive() {
    AtomicBoolean stopped = new AtomicBoolean(true);
    HealthProbe graph =
        new HealthProbe(
            "graph",
            () -> {
              if (stopped.get()) {
                throw new IOException("secret: bolt://10.0.0.7:7687 refused");
              }
              return new ComponentHealth.Up();
            });
    try (TestGateway gateway = gateway(UP, graph)) {
      Http.Reply ready = stranger(gateway, "/health/ready").get();
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.text())
          .isEqualTo(
              "{\"status\":\"DOWN\",\"components\":{\"temporal\":{\"status\":\"UP\"},\"graph\":{\"status\":\"DOWN\",\"reason\":\"it cannot be reached\"}}}");
      assertThat(stranger(gateway, "/health").get().status()).isEqualTo(503);
      Http.Reply live = stranger(gateway, "/health/live").get();
      assertThat(live.status()).isEqualTo(200);
      assertThat(live.text()).isEqualTo("{\"status\":\"UP\"}");
      stopped.set(false);
      await().until(() -> stranger(gateway, "/health/ready").get().status() == 200);
    }
  }

  @Test
  void aComponentThatHangsIsDownAndDelaysNobodyElse() {
    CountDownLatch never = new CountDownLatch(1);
    HealthProbe queue =
        new HealthProbe(
            "queue",
            () -> {
              never.await();
              return new ComponentHealth.Up();
            });
    try (TestGateway gateway = gateway(queue, UP)) {
      Http.Reply reply = stranger(gateway, "/health").get();
      assertThat(reply.json().at("/components/queue/reason").asText())
          .isEqualTo("no answer within 2000 ms");
      assertThat(reply.json().at("/components/temporal/status").asText()).isEqualTo("UP");
    }
  }

  @Test
  void aComponentsOwnReasonIsTold() {
    HealthProbe ledger =
        new HealthProbe("ledger", () -> new ComponentHealth.Down("the volume has ended"));
    try (TestGateway gateway = gateway(ledger)) {
      assertThat(stranger(gateway, "/health").get().json().at("/components/ledger/reason").asText())
          .isEqualTo("the volume has ended");
    }
  }

  @Test
  void metricsAreInPrometheusTextFormatAndCountOperationsByTypeAndOutcome() {
    try (TestGateway gateway = gateway()) {
      gateway.registry.counter("runner.own").increment();
      Http.to(gateway.gateway.graphql()).query("{ hello }");
      Http.to(gateway.gateway.graphql()).query("{ broken }");
      Http.to(gateway.gateway.graphql()).query("{ nothing }");
      Http.to(gateway.gateway.graphql()).query("mutation { change(to: \"x\") }");
      Http.to(gateway.gateway.graphql()).without("Authorization").query("{ hello }");
      await().until(() -> stranger(gateway, "/metrics").get().text().contains("status=\"401\"} 1"));
      Http.Reply reply = stranger(gateway, "/metrics").get();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("content-type"))
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      assertThat(reply.text())
          .contains(
              "graphql_operations_seconds_count{outcome=\"ok\",type=\"query\"} 1",
              "graphql_operations_seconds_count{outcome=\"partial\",type=\"query\"} 1",
              "graphql_operations_seconds_count{outcome=\"bad_user_input\",type=\"unknown\"} 1",
              "graphql_operations_seconds_count{outcome=\"ok\",type=\"mutation\"} 1",
              "http_server_requests_seconds_count{method=\"POST\",route=\"graphql\",status=\"401\"} 1",
              "gateway_authentication_total{outcome=\"missing\"} 1.0",
              "runner_own_total 1.0",
              "jvm_memory_used_bytes");
    }
  }

  @Test
  void metricsNeedATokenWhereTheConfigurationSaysSo() {
    HttpConfiguration guarded =
        new HttpConfiguration(
            "127.0.0.1",
            0,
            List.of(),
            List.of(),
            false,
            Duration.ofSeconds(15),
            HttpConfiguration.DEFAULT_REQUEST_TIMEOUT);
    try (TestGateway gateway = new TestGateway(guarded, LimitConfiguration.DEFAULTS, List.of())) {
      assertThat(stranger(gateway, "/metrics").get().status()).isEqualTo(401);
      assertThat(Http.to(gateway.uri("/metrics")).get().status()).isEqualTo(200);
    }
  }
}
