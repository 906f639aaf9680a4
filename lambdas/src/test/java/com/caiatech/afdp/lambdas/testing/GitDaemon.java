package com.caiatech.afdp.lambdas.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;

/// Stock `git daemon` on loopback: a host that hands out what JGit's own does not.
public final class GitDaemon implements AutoCloseable {
  private final Process process;
  private final int port;

  /// Serves the repositories below the folder.
  public GitDaemon(Path folder) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                "git",
                "daemon",
                "--listen=127.0.0.1",
                "--port=" + port,
                "--export-all",
                "--base-path=" + folder,
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    try {
      process = builder.start();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    await().until(() -> answers() || !process.isAlive());
  }

  /// The address of a repository below the folder.
  public URI address(String name) {
    return URI.create("git://127.0.0.1:" + port + "/" + name);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
