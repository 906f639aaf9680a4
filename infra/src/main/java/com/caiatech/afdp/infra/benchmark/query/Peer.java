package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The npm package `@neo4j/graphql` on the same graph.
final class Peer {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "peer.mjs");
  private static final long INSTALLED_WITHIN_MINUTES = 10;

  private Peer() {}

  /// Installs and starts it; empty, and said, where there is no Node.
  ///
  /// @param work where it is installed
  static Optional<Side> start(Path work, String bolt, String password, Consumer<String> progress)
      throws IOException {
    if (!isThere("node") || !isThere("npm")) {
      progress.accept("SKIPPED: the peer needs node and npm on the PATH");
      return Optional.empty();
    }
    Path folder = Files.createDirectories(work.resolve("peer"));
    for (String file : FILES) {
      try (InputStream text = Peer.class.getResourceAsStream(file)) {
        Files.copy(Objects.requireNonNull(text, file), folder.resolve(file));
      }
    }
    progress.accept("installing the peer");
    Path log = work.resolve("npm.log");
    if (exitCode(folder, log, "npm", "ci", "--no-audit", "--no-fund") != 0) {
      throw new InfraException.Unavailable(
          "installing the peer failed, see %s; without it: --without-peer".formatted(log));
    }
    ServerProcess server =
        ServerProcess.start(
            "peer",
            List.of("node", "peer.mjs"),
            Map.of("BOLT", bolt, "PASSWORD", password, "NODE_ENV", "production"),
            folder,
            work.resolve("peer.log"));
    return Optional.of(
        new HttpSide("@neo4j/graphql", server, Optional.empty(), Question::peer, false));
  }

  private static boolean isThere(String command) {
    try {
      return exitCode(Path.of("."), Path.of("/dev/null"), command, "--version") == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private static int exitCode(Path folder, Path log, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (process.waitFor(INSTALLED_WITHIN_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new InfraException.Unavailable(
        "%s did not end within %d minutes".formatted(command[0], INSTALLED_WITHIN_MINUTES));
  }
}
