package com.caiatech.afdp.workers.ledger;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Stock `git daemon` on loopback, for reading and pushing the repositories below a folder.
final class GitDaemon implements AutoCloseable {
  private static final int ATTEMPTS = 200;

  private final Path folder;
  private final int port = freePort();
  private Process process;

  GitDaemon(Path folder) {
    this.folder = folder;
    this.process = run();
  }

  /// The address below which the repositories lie.
  URI address() {
    return URI.create("git://127.0.0.1:" + port);
  }

  /// Ends the server and those that it started.
  void stop() {
    List<ProcessHandle> serving = process.descendants().toList();
    serving.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    serving.forEach(handle -> handle.onExit().join());
  }

  /// Starts it again at the same address.
  void startAgain() {
    process = run();
  }

  @Override
  public void close() {
    stop();
  }

  private Process run() {
    ProcessBuilder builder =
        new ProcessBuilder(
                "git",
                "daemon",
                "--listen=127.0.0.1",
                "--port=" + port,
                "--reuseaddr",
                "--export-all",
                "--enable=receive-pack",
                "--base-path=" + folder,
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("git-daemon.log").toFile());
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    try {
      Process started = builder.start();
      await().until(() -> answers() || !started.isAlive());
      return started;
    } catch (IOException failed) {
      throw new AssertionError("git daemon cannot be started", failed);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /// Below those that the system gives to outgoing connections.
  private static int freePort() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // the next one
      }
    }
    throw new AssertionError("no free port");
  }
}
