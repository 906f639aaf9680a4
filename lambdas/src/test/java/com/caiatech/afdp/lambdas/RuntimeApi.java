package com.caiatech.afdp.lambdas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// AWS Lambda's Runtime API on loopback, for one function at a time: the function asks for the next
/// invocation, and gives its answer or its error.
final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime/";
  private static final Pattern STEP =
      Pattern.compile(ROOT + "invocation/(?<id>next|[0-9a-f-]+(?=/))(?<end>|/response|/error)");
  private static final String ACCEPTED = "{\"status\":\"OK\"}";
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Invocation> running = new ConcurrentHashMap<>();
  private volatile @Nullable String brokenStart;

  private record Invocation(String id, String event, CompletableFuture<String> answer) {}

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(ROOT + "invocation/", this::invocation);
    server.createContext(ROOT + "init/error", this::initError);
    server.start();
  }

  /// The address as the variable `AWS_LAMBDA_RUNTIME_API` has it.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Hands the event to the function that asks next.
  ///
  /// @return the function's answer; fails with the function's error
  CompletableFuture<String> invoke(String event) {
    Invocation invocation =
        new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
    running.put(invocation.id(), invocation);
    waiting.add(invocation);
    String broken = brokenStart;
    if (broken != null) {
      invocation.answer().completeExceptionally(new IllegalStateException(broken));
    }
    return invocation.answer();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void invocation(HttpExchange exchange) throws IOException {
    Matcher step = STEP.matcher(exchange.getRequestURI().getPath());
    if (!step.matches()) {
      reply(exchange, 404, "{}");
      return;
    }
    if (step.group("id").equals("next")) {
      next(exchange);
      return;
    }
    String said = body(exchange);
    Invocation ended = running.remove(step.group("id"));
    if (ended == null) {
      reply(exchange, 404, "{}");
      return;
    }
    reply(exchange, 202, ACCEPTED);
    if (step.group("end").equals("/response")) {
      ended.answer().complete(said);
    } else {
      ended.answer().completeExceptionally(new IllegalStateException(said));
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      Invocation invocation = waiting.take();
      exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id());
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Deadline-Ms",
              Long.toString(Instant.now().plus(TIMEOUT).toEpochMilli()));
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Invoked-Function-Arn",
              "arn:aws:lambda:us-east-1:123456789012:function:afdp");
      reply(exchange, 200, invocation.event());
    } catch (InterruptedException closed) {
      exchange.close();
    }
  }

  private void initError(HttpExchange exchange) throws IOException {
    String said = body(exchange);
    brokenStart = said;
    reply(exchange, 202, ACCEPTED);
    running
        .values()
        .forEach(
            invocation ->
                invocation.answer().completeExceptionally(new IllegalStateException(said)));
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
