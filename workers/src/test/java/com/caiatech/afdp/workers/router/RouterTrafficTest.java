package com.caiatech.afdp.workers.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What passes a router, what it holds back, and what of it counts as the service's.
final class RouterTrafficTest {
  private static final DeploymentId ONE = DeploymentId.create(Instant.EPOCH);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final List<HttpServer> instances = new ArrayList<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Router router;

  @AfterEach
  void stop() {
    goOn.countDown();
    http.shutdownNow();
    router().close();
    instances.forEach(instance -> instance.stop(0));
  }

  @Test
  void theDefaultsSuitOneMachine() {
    open(RouterLimits.DEFAULT);
    assertThat(RouterLimits.DEFAULT)
        .isEqualTo(new RouterLimits(256, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(60)));
    assertThatThrownBy(() -> new RouterLimits(0, -1, Duration.ZERO, LONG))
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
    assertThat(asked.get()).isEqualTo(2);
    awaitCounted(2, 2);
  }

  @Test
  void aStreamPassesAtOnceAndIsNotCutByTime() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    open(
        new RouterLimits(10, 10, LONG, SHORT),
        instance(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/slow")) {
                slowly(exchange);
                return;
              }
              exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().flush();
              String event = next(events);
              while (!event.isEmpty()) {
                exchange.getResponseBody().write(event.getBytes(UTF_8));
                exchange.getResponseBody().flush();
                event = next(events);
              }
              exchange.close();
            }));
    HttpResponse<InputStream> stream =
        http.sendAsync(get("/"), HttpResponse.BodyHandlers.ofInputStream()).get();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
      events.add("data: 1\n");
      assertThat(lines.readLine()).isEqualTo("data: 1");
      assertThat(send("/slow").get().statusCode()).isEqualTo(504);
      events.add("data: 2\n");
      assertThat(lines.readLine()).isEqualTo("data: 2");
      await().until(() -> router().inFlight(ONE) == 1);
      events.add("");
      assertThat(lines.readLine()).isNull();
    }
    awaitCounted(2, 1);
  }

  @Test
  void anUploadPassesAtOnceHoweverLongItTakesAndHoweverLargeItIs() throws Exception {
    int size = 20_000_000;
    CountDownLatch begun = new CountDownLatch(1);
    open(
        new RouterLimits(10, 10, LONG, SHORT),
        instance(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/slow")) {
                slowly(exchange);
                return;
              }
              InputStream body = exchange.getRequestBody();
              body.readNBytes(1);
              begun.countDown();
              answer(exchange, 200, Integer.toString(1 + body.readAllBytes().length));
            }));
    PipedInputStream sent = new PipedInputStream();
    CompletableFuture<HttpResponse<String>> answer;
    try (PipedOutputStream out = new PipedOutputStream(sent)) {
      answer =
          http.sendAsync(
              HttpRequest.newBuilder(router().baseUri())
                  .POST(HttpRequest.BodyPublishers.ofInputStream(() -> sent))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      out.write(new byte[20_000]);
      out.flush();
      until(begun);
      assertThat(send("/slow").get().statusCode()).isEqualTo(504);
      out.write(new byte[size - 20_000]);
    }
    assertThat(answer.get().body()).isEqualTo(Integer.toString(size));
  }

  @Test
  void aClientThatBreaksOffItsUploadIsNoFailureOfTheService() throws Exception {
    open(
        RouterLimits.DEFAULT,
        instance(
            exchange -> {
              asked.incrementAndGet();
              exchange.getRequestBody().readAllBytes();
              answer(exchange, 200, "whole");
            }));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), router().port())) {
      write(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");
      await().until(() -> asked.get() == 1);
    }
    await().until(() -> router().inFlight(ONE) == 0);
    assertThat(router().statistics(ONE).orElseThrow().requests()).isZero();
  }

  @Test
  void anUploadThatStandsStillEndsAndIsNoFailureOfTheService() throws Exception {
    open(
        new RouterLimits(10, 10, LONG, SHORT),
        instance(exchange -> exchange.getRequestBody().readAllBytes()));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), router().port());
        BufferedReader answers =
            new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))) {
      write(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");
      assertThat(answers.readLine()).isEqualTo("HTTP/1.1 408 Request Time-out");
    }
    await().until(() -> router().inFlight(ONE) == 0);
    assertThat(router().statistics(ONE).orElseThrow().requests()).isZero();
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

  @Test
  void aWebSocketPassesAndIsInFlightUntilItIsClosed() throws Exception {
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(Handlers.websocket((_, channel) -> echo(channel)))
            .build();
    server.start();
    try {
      int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
      open(RouterLimits.DEFAULT, URI.create("http://127.0.0.1:" + port));
      CompletableFuture<String> heard = new CompletableFuture<>();
      WebSocket socket =
          http.newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + router().port() + "/"),
                  new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(
                        WebSocket from, CharSequence text, boolean last) {
                      heard.complete(text.toString());
                      from.request(1);
                      return null;
                    }
                  })
              .get();
      socket.sendText("hello", true).get();
      assertThat(heard.get()).isEqualTo("hello");
      assertThat(router().inFlight(ONE)).isEqualTo(1);
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
      await().until(() -> router().inFlight(ONE) == 0);
      awaitCounted(1, 0);
    } finally {
      server.stop();
    }
  }

  private static void echo(WebSocketChannel channel) {
    channel
        .getReceiveSetter()
        .set(
            new AbstractReceiveListener() {
              @Override
              protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                WebSockets.sendText(message.getData(), from, null);
              }
            });
    channel.resumeReceives();
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

  private void slowly(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    until(goOn);
    answer(exchange, 200, "slow");
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

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
    client.getOutputStream().flush();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void until(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String next(BlockingQueue<String> events) throws IOException {
    try {
      return events.take();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  /// A request is counted a moment after its client has the answer.
  private void awaitCounted(long requests, long errors) {
    await()
        .untilAsserted(
            () -> {
              SideStatistics statistics = router().statistics(ONE).orElseThrow();
              assertThat(statistics.requests()).isEqualTo(requests);
              assertThat(statistics.errors()).isEqualTo(errors);
            });
  }

  private Router router() {
    if (router == null) {
      throw new IllegalStateException("the test opens a router first");
    }
    return router;
  }

  private void open(RouterLimits limits, URI... to) {
    router = Router.open(0, new ServiceName("checkout"), new EnvironmentName("staging"), limits);
    if (to.length > 0) {
      router.route(List.of(new Side(ONE, List.of(to), 100)));
    }
  }

  private CompletableFuture<HttpResponse<String>> send(String path) {
    return http.sendAsync(get(path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(router().baseUri().resolve(path)).build();
  }

  private HttpRequest post(String path, String body) {
    return HttpRequest.newBuilder(router().baseUri().resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private URI instance(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", handler);
    server.start();
    instances.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
