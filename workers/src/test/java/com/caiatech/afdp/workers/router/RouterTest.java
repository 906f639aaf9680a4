package com.caiatech.afdp.workers.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.testing.TestPatience;
import com.caiatech.afdp.workers.WorkersException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RouterTest {
  private static final DeploymentId OLD = DeploymentId.create(Instant.EPOCH);
  private static final DeploymentId NEW = DeploymentId.create(Instant.EPOCH);

  private final List<HttpServer> instances = new ArrayList<>();
  private final Router router =
      Router.open(
          0, new ServiceName("checkout"), new EnvironmentName("staging"), RouterLimits.DEFAULT);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    router.close();
    instances.forEach(instance -> instance.stop(0));
  }

  @Test
  void namesWhatIsNotServedWhenNothingIsRouted() throws Exception {
    HttpResponse<String> answer = get();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body().strip()).isEqualTo("nothing serves checkout in staging now");
  }

  @Test
  void splitsTrafficByWeight() throws Exception {
    router.route(
        List.of(
            new Side(OLD, List.of(instance("old", 0)), 90),
            new Side(NEW, List.of(instance("new", 0)), 10)));
    int fromNew = 0;
    for (int i = 0; i < 500; i++) {
      fromNew += get().body().equals("new") ? 1 : 0;
    }
    assertThat(fromNew).isBetween(15, 110);
    assertThat(router.traffic())
        .containsExactly(new TrafficShare(OLD, 90), new TrafficShare(NEW, 10));
    assertThat(router.statistics(OLD).orElseThrow().requests()).isEqualTo(500L - fromNew);
  }

  @Test
  void switchesUnderLoadWithoutAFailedRequest() throws Exception {
    HttpServer old = server("old", 2);
    router.route(List.of(new Side(OLD, List.of(uri(old)), 100)));
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calling = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calling.add(
            callers.submit(
                () -> {
                  while (running.get()) {
                    asked.incrementAndGet();
                    if (get().statusCode() != 200) {
                      failed.incrementAndGet();
                    }
                  }
                  return null;
                }));
      }
      await().until(() -> asked.get() > 200);
      router.route(List.of(new Side(NEW, List.of(instance("new", 1)), 100)));
      assertThat(router.drain(OLD, TestPatience.LONGEST)).isTrue();
      old.stop(0);
      int before = asked.get();
      await().until(() -> asked.get() > before + 200);
      running.set(false);
      for (Future<?> caller : calling) {
        caller.get();
      }
    }
    assertThat(failed.get()).isZero();
    assertThat(get().body()).isEqualTo("new");
  }

  @Test
  void saysThatRequestsAreInFlightWhenDrainingTakesTooLong() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    HttpServer waits = server("slow", 0, goOn);
    router.route(List.of(new Side(OLD, List.of(uri(waits)), 100)));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> slow = callers.submit(this::get);
      await().until(() -> router.inFlight(OLD) == 1);
      router.route(List.of());
      assertThat(router.drain(OLD, Duration.ofMillis(20))).isFalse();
      goOn.countDown();
      assertThat(slow.get().body()).isEqualTo("slow");
    }
    assertThat(router.drain(OLD, TestPatience.LONGEST)).isTrue();
  }

  @Test
  void goesToAnotherInstanceWhenOneDoesNotAnswer() throws Exception {
    HttpServer gone = server("gone", 0);
    URI goneUri = uri(gone);
    gone.stop(0);
    router.route(List.of(new Side(NEW, List.of(goneUri, instance("alive", 0)), 100)));
    for (int i = 0; i < 20; i++) {
      assertThat(get().body()).isEqualTo("alive");
    }
  }

  @Test
  void refusesATakenPortWithOnePlainLine() {
    assertThatThrownBy(
            () ->
                Router.open(
                    router.port(),
                    new ServiceName("checkout"),
                    new EnvironmentName("staging"),
                    RouterLimits.DEFAULT))
        .isInstanceOf(WorkersException.TargetUnavailable.class)
        .hasMessageStartingWith(
            "opening the router of checkout in staging on 127.0.0.1:"
                + router.port()
                + " failed: ");
  }

  private HttpResponse<String> get() throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(router.baseUri()).timeout(TestPatience.LONGEST).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI instance(String text, int delayMillis) throws IOException {
    return uri(server(text, delayMillis));
  }

  private HttpServer server(String text, int delayMillis) throws IOException {
    return server(text, delayMillis, new CountDownLatch(0));
  }

  private HttpServer server(String text, int delayMillis, CountDownLatch goOn) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          LockSupport.parkNanos(Duration.ofMillis(delayMillis).toNanos());
          RouterFixture.until(goOn);
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    instances.add(server);
    return server;
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
