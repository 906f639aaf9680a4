package com.caiatech.afdp.workers.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Bodies of requests and answers that take long to come or to go, and what breaks off.
final class RouterBodiesTest extends RouterFixture {
  @Test
  void aStreamPassesAtOnceAndIsNotCutByTime() throws Exception {
    AtomicReference<BlockingQueue<String>> told = new AtomicReference<>();
    URI instance =
        instance(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/slow")) {
                slowly(exchange);
                return;
              }
              BlockingQueue<String> events = new LinkedBlockingQueue<>();
              told.set(events);
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
            });
    HttpResponse<InputStream> stream =
        inTime(
            instance,
            () -> http.sendAsync(get("/"), HttpResponse.BodyHandlers.ofInputStream()).get());
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
      BlockingQueue<String> events = told.get();
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
    Semaphore begun = new Semaphore(0);
    URI instance =
        instance(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/slow")) {
                slowly(exchange);
                return;
              }
              InputStream body = exchange.getRequestBody();
              body.readNBytes(1);
              begun.release();
              answer(exchange, 200, Integer.toString(1 + body.readAllBytes().length));
            });
    assertThat(inTime(instance, () -> uploaded(size, begun)).body())
        .isEqualTo(Integer.toString(size));
  }

  /// Sends so many bytes, most of them after another request has got no answer in time.
  private HttpResponse<String> uploaded(int size, Semaphore begun) throws Exception {
    PipedInputStream sent = new PipedInputStream();
    PipedOutputStream out = new PipedOutputStream(sent);
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(
            HttpRequest.newBuilder(router().baseUri())
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> sent))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    try (out) {
      int left = size - sendUntil(() -> answer.isDone() || begun.tryAcquire(), out);
      CompletableFuture<HttpResponse<String>> slow = send("/slow");
      left -= sendUntil(() -> answer.isDone() || slow.isDone(), out);
      assertThat(slow.get().statusCode()).isEqualTo(504);
      out.write(new byte[left]);
    } catch (IOException brokenOff) {
      // its answer, which has come, says why
    }
    return answer.get();
  }

  /// Sends a little again and again.
  ///
  /// @return how many bytes that were
  private static int sendUntil(BooleanSupplier enough, OutputStream out) throws IOException {
    int sent = 0;
    while (!enough.getAsBoolean()) {
      out.write(new byte[1_000]);
      out.flush();
      sent += 1_000;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return sent;
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

  private static String next(BlockingQueue<String> events) throws IOException {
    try {
      return events.take();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  /// The answer that comes through a router whose instance and client have to go on soon: as soon
  /// as this machine can at all, which is tried from a short time on.
  private <T> HttpResponse<T> inTime(URI instance, Callable<HttpResponse<T>> asking)
      throws Exception {
    Duration within = SHORT;
    open(new RouterLimits(10, 10, LONG, within), instance);
    HttpResponse<T> answer = asking.call();
    while (answer.statusCode() != 200 && within.compareTo(LONG) < 0) {
      router().close();
      within = within.multipliedBy(2);
      open(new RouterLimits(10, 10, LONG, within), instance);
      answer = asking.call();
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }
}
