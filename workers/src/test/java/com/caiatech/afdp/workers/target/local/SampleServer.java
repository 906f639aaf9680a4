package com.caiatech.afdp.workers.target.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// What a {@link SampleService} runs, in a process of its own and with nothing but the JDK: an HTTP
/// server that does what its version and the paths it is asked for say. It takes requests without a
/// body from its socket itself: the JDK's own server, virtual threads and lambdas are loaded at
/// each start, which then takes 0.3 s of processor time in place of 0.06.
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
    System.out.println("version ".concat(version).concat(" starts"));
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
    SampleServer server = new SampleServer(version);
    try (ServerSocket socket =
        new ServerSocket(
            Integer.parseInt(System.getenv("PORT")), 0, InetAddress.getLoopbackAddress())) {
      while (true) {
        new Connection(server, socket.accept()).start();
      }
    }
  }

  /// One connection, on which requests follow each other.
  private static final class Connection extends Thread {
    private final SampleServer server;
    private final Socket socket;

    Connection(SampleServer server, Socket socket) {
      this.server = server;
      this.socket = socket;
    }

    @Override
    public void run() {
      try (socket;
          BufferedReader requests =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        boolean more = true;
        while (more) {
          more = answer(requests);
        }
      } catch (IOException gone) {
        // whoever asked has closed the connection
      }
    }

    /// @return whether another request may follow
    private boolean answer(BufferedReader requests) throws IOException {
      String request = requests.readLine();
      if (request == null) {
        return false;
      }
      boolean last = false;
      for (String header = requests.readLine();
          header != null && !header.isEmpty();
          header = requests.readLine()) {
        last |= header.equalsIgnoreCase("Connection: close");
      }
      String target = request.split(" ", 3)[1];
      int query = target.indexOf('?');
      Answer answer = server.handle(query < 0 ? target : target.substring(0, query));
      byte[] body = answer.text.getBytes(StandardCharsets.UTF_8);
      StringBuilder head =
          new StringBuilder("HTTP/1.1 ")
              .append(answer.status)
              .append(answer.status == 200 ? " OK" : " Service Unavailable")
              .append("\r\nContent-Length: ")
              .append(body.length)
              .append(last ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
      socket
          .getOutputStream()
          .write(head.append(answer.text).toString().getBytes(StandardCharsets.UTF_8));
      return !last;
    }
  }

  private record Answer(int status, String text) {}

  private Answer handle(String path) {
    switch (path) {
      case "/crash" -> Runtime.getRuntime().halt(7);
      case "/print" -> System.out.println("x".repeat(300_000));
      case "/hang" -> hangs = true;
      case "/go-on" -> goOn.countDown();
      case "/falter" -> sickAnswers.set(2);
      case "/wait" -> await();
      case "/environment" -> {
        return new Answer(200, String.valueOf(System.getenv()));
      }
      case "/waiting" -> {
        return new Answer(200, waiting.toString());
      }
      case "/asked" -> {
        return new Answer(200, asked.toString());
      }
      case "/health" -> {
        return new Answer(isSick() ? 503 : 200, version);
      }
      default -> {}
    }
    return new Answer(200, version);
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
}
