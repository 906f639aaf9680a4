package com.caiatech.afdp.workers.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What passes a router, what it holds back, and what of it counts as the service's.
final class RouterTrafficTest extends RouterFixture {
  @Test
  void theDefaultsSuitOneMachine() {
    open(RouterLimits.DEFAULT);
    assertThat(RouterLimits.DEFAULT)
        .isEqualTo(new RouterLimits(256, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(60)));
    assertThatThrownBy(() -> new RouterLimits(0, -1, Duration.ZERO, Duration.ofMinutes(1)))
        .hasMessage(
            "RouterLimits: expected at least one connection, a queue of 0 or more and two times above 0, found 0, -1, PT0S and PT1M");
  }

  @Test
  void moreThanAnInstanceTakesAtOnceWaitsForItsTurn() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    open(
        new RouterLimits(2, 100, LONG, LONG),
        instance(
            exchange -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              until(goOn);
              now.decrementAndGet();
              answer(exchange, 200, "done");
            }));
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(http.sendAsync(get("/"), HttpResponse.BodyHandlers.ofString()));
    }
    await().until(() -> router().inFlight(ONE) == 20 && now.get() == 2);
    goOn.countDown();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    assertThat(most.get()).isEqualTo(2);
    awaitCounted(20, 0);
  }

  @Test
  void aRequestThatFindsTheQueueFullIsRefusedAndIsNoFailureOfTheService() throws Exception {
    open(new RouterLimits(1, 1, LONG, LONG), instance(this::slowly));
    CompletableFuture<HttpResponse<String>> first = send("/");
    await().until(() -> asked.get() == 1);
    CompletableFuture<HttpResponse<String>> waits = send("/");
    await().until(() -> router().inFlight(ONE) == 2);
    HttpResponse<String> refused = send("/").get();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(refused.body().strip())
        .isEqualTo(
            "all connections to checkout in staging are in use, and as many requests wait as may");
    goOn.countDown();
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(waits.get().statusCode()).isEqualTo(200);
    awaitCounted(2, 0);
  }

  @Test
  void aRequestThatWaitsTooLongIsRefusedAndIsNoFailureOfTheService() throws Exception {
    open(new RouterLimits(1, 1, SHORT, LONG), instance(this::slowly));
    CompletableFuture<HttpResponse<String>> first = send("/");
    await().until(() -> asked.get() == 1);
    assertThat(send("/").get().statusCode()).isEqualTo(503);
    goOn.countDown();
    assertThat(first.get().statusCode()).isEqualTo(200);
    awaitCounted(1, 0);
  }

  @Test
  void whatWaitsIsServedByAnInstanceThatComesLater() throws Exception {
    URI busy = instance(this::slowly);
    open(new RouterLimits(1, 10, LONG, LONG), busy);
    CompletableFuture<HttpResponse<String>> first = send("/");
    await().until(() -> asked.get() == 1);
    CompletableFuture<HttpResponse<String>> waits = send("/");
    await().until(() -> router().inFlight(ONE) == 2);
    URI free = instance(exchange -> answer(exchange, 200, "free"));
    router().route(List.of(new Side(ONE, List.of(busy, free), 100)));
    assertThat(waits.get().body()).isEqualTo("free");
    goOn.countDown();
    assertThat(first.get().body()).isEqualTo("slow");
  }

  @Test
  void anInstanceThatTakesNoConnectionIsTheServicesFailure() throws Exception {
    URI gone = instance(this::slowly);
    instances.getFirst().stop(0);
    open(RouterLimits.DEFAULT, gone);
    HttpResponse<String> answer = send("/").get();
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body().strip()).isEqualTo("no instance of checkout in staging answers");
    awaitCounted(1, 1);
  }

  @Test
  void anInstanceThatHangsUpIsAskedAgainOnlyWhereThatIsSafe() throws Exception {
    try (ServerSocket hangsUp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUp(hangsUp));
      URI bad = URI.create("http://127.0.0.1:" + hangsUp.getLocalPort());
      open(RouterLimits.DEFAULT, bad);
      assertThat(http.send(post("/", "x"), HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(502);
      assertThat(asked.get()).isEqualTo(1);
      awaitCounted(1, 1);
      URI good = instance(exchange -> answer(exchange, 200, "good"));
      router().route(List.of(new Side(ONE, List.of(bad, good), 100)));
      for (int i = 0; i < 10; i++) {
        assertThat(send("/").get().body()).isEqualTo("good");
      }
      awaitCounted(11, 1);
    }
  }

  @Test
  void anAnswerThatDoesNotBeginInTimeIsTheServicesFailure() throws Exception {
    open(new RouterLimits(10, 10, LONG, SHORT), instance(this::slowly));
    HttpResponse<String> late = send("/").get();
    assertThat(late.statusCode()).isEqualTo(504);
    assertThat(late.body().strip())
        .isEqualTo("no instance of checkout in staging began to answer within 300 ms");
    assertThat(http.send(post("/", "x"), HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(504);
    awaitCounted(2, 2);
    await().untilAsserted(() -> assertThat(asked.get()).isEqualTo(2));
  }

  @Test
  void connectionsAreKeptOnBothSidesWhateverTheInstanceSaysOfItsOwn() throws Exception {
    open(
        RouterLimits.DEFAULT,
        instance(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/close")) {
                exchange.getResponseHeaders().add("Connection", "close");
              }
              answer(exchange, 200, Integer.toString(exchange.getRemoteAddress().getPort()) + "\n");
            }));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), router().port());
        BufferedReader answers =
            new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))) {
      String first = ask(client, answers, "/");
      assertThat(ask(client, answers, "/")).isEqualTo(first);
      assertThat(ask(client, answers, "/close")).isEqualTo(first);
      assertThat(ask(client, answers, "/")).isNotEqualTo(first);
    }
  }

  @Test
  void anInstanceLearnsWhoAskedAndThePathAsItWasSent() throws Exception {
    open(
        RouterLimits.DEFAULT,
        instance(
            exchange ->
                answer(
                    exchange,
                    200,
                    exchange.getRequestURI()
                        + " "
                        + exchange.getRequestHeaders().getFirst("X-Forwarded-For")
                        + " "
                        + exchange.getRequestHeaders().getFirst("X-Forwarded-Proto"))));
    assertThat(send("/a%2Fb?c=%20d").get().body()).isEqualTo("/a%2Fb?c=%20d 127.0.0.1 http");
  }

  private void hangUp(ServerSocket server) {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          client.getInputStream().read(new byte[4_096]);
          asked.incrementAndGet();
        }
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  /// Sends a GET on an open connection and reads the line that its answer consists of.
  private static String ask(Socket client, BufferedReader answers, String path) throws IOException {
    write(client, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    String line = answers.readLine();
    while (line != null && !line.isEmpty()) {
      line = answers.readLine();
    }
    return String.valueOf(answers.readLine());
  }
}
