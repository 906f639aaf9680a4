package com.caiatech.afdp.workers.target.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// What a {@link SampleService} runs, in a process of its own and with nothing but the JDK: an HTTP
/// server that does what its version and the paths it is asked for say.
public final class SampleServer {
  private final String version;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger sickAnswers = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean hangs;

  private SampleServer(String version) {
    this.version = version;
  }

  /// Reads the version from `version.txt` and serves on the port in `PORT`.
  public static void main(String[] arguments) throws IOException {
    String version = Files.readString(Path.of("version.txt")).strip();
    System.out.println("version " + version + " starts");
    if (version.startsWith("dies")) {
      System.out.println("cannot find its database");
      System.exit(3);
    }
    if (version.startsWith("needs ") && !Files.exists(Path.of(version.substring(6)))) {
      System.exit(4);
    }
    if (version.startsWith("parent")) {
      new ProcessBuilder("setsid", "sleep", "600").start();
    }
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("PORT"))),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", new SampleServer(version)::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/crash" -> Runtime.getRuntime().halt(7);
      case "/print" -> System.out.println("x".repeat(300_000));
      case "/hang" -> hangs = true;
      case "/go-on" -> goOn.countDown();
      case "/falter" -> sickAnswers.set(2);
      case "/wait" -> await();
      case "/environment" -> {
        answer(exchange, 200, String.valueOf(System.getenv()));
        return;
      }
      case "/waiting" -> {
        answer(exchange, 200, waiting.toString());
        return;
      }
      case "/asked" -> {
        answer(exchange, 200, asked.toString());
        return;
      }
      case "/health" -> {
        answer(exchange, isSick() ? 503 : 200, version);
        return;
      }
      default -> {}
    }
    answer(exchange, 200, version);
  }

  private void await() {
    waiting.incrementAndGet();
    try {
      goOn.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isSick() {
    while (hangs) {
      LockSupport.park();
    }
    asked.incrementAndGet();
    return version.startsWith("sick") || sickAnswers.getAndDecrement() > 0;
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
