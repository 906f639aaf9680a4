package com.caiatech.afdp.workers.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.testing.TestPatience;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// A router, and instances that do what a test tells them.
abstract class RouterFixture {
  static final DeploymentId ONE = DeploymentId.create(Instant.EPOCH);
  static final Duration LONG = TestPatience.LONGEST;
  static final Duration SHORT = Duration.ofMillis(300);

  final List<HttpServer> instances = new ArrayList<>();
  final CountDownLatch goOn = new CountDownLatch(1);
  final AtomicInteger asked = new AtomicInteger();
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Router router;

  @AfterEach
  void stop() {
    goOn.countDown();
    http.shutdownNow();
    router().close();
    instances.forEach(instance -> instance.stop(0));
  }

  void slowly(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    until(goOn);
    answer(exchange, 200, "slow");
  }

  static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
    client.getOutputStream().flush();
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  static void until(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A request is counted a moment after its client has the answer.
  void awaitCounted(long requests, long errors) {
    await()
        .untilAsserted(
            () -> {
              SideStatistics statistics = router().statistics(ONE).orElseThrow();
              assertThat(statistics.requests()).isEqualTo(requests);
              assertThat(statistics.errors()).isEqualTo(errors);
            });
  }

  Router router() {
    if (router == null) {
      throw new IllegalStateException("the test opens a router first");
    }
    return router;
  }

  void open(RouterLimits limits, URI... to) {
    router = Router.open(0, new ServiceName("checkout"), new EnvironmentName("staging"), limits);
    if (to.length > 0) {
      router.route(List.of(new Side(ONE, List.of(to), 100)));
    }
  }

  CompletableFuture<HttpResponse<String>> send(String path) {
    return http.sendAsync(get(path), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest get(String path) {
    return HttpRequest.newBuilder(router().baseUri().resolve(path)).build();
  }

  HttpRequest post(String path, String body) {
    return HttpRequest.newBuilder(router().baseUri().resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  URI instance(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", handler);
    server.start();
    instances.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
