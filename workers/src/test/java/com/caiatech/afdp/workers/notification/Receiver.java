package com.caiatech.afdp.workers.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A receiver of events on this machine, which keeps what it got and answers as a test says.
public final class Receiver implements AutoCloseable {
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpServer server;
  private volatile Answer answer = status(204);

  /// A request.
  public record Got(String method, String path, Map<String, String> headers, String body) {}

  /// How a request is answered.
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  public URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  public List<Got> got() {
    return List.copyOf(got);
  }

  void answers(Answer next) {
    answer = next;
  }

  static Answer status(int code) {
    return exchange -> exchange.sendResponseHeaders(code, -1);
  }

  static Answer status(int code, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /// One that says when it wants to be asked again.
  static Answer busy(int code, String retryAfter) {
    return exchange -> {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
      exchange.sendResponseHeaders(code, -1);
    };
  }

  static Answer redirect(URI elsewhere) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", elsewhere.toString());
      exchange.sendResponseHeaders(307, -1);
    };
  }

  /// Nothing comes until the receiver is closed.
  Answer hang() {
    return exchange -> awaitEnd();
  }

  /// Bytes come until the other side, or the receiver, has had enough.
  Answer streamWithoutEnd(int code) {
    return exchange -> {
      exchange.sendResponseHeaders(code, 0);
      OutputStream body = exchange.getResponseBody();
      while (end.getCount() > 0) {
        body.write(new byte[8_192]);
      }
    };
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) ->
                  headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
      got.add(
          new Got(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      answer.to(exchange);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
