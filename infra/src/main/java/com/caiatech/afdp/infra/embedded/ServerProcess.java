package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is written down of a child process, so that the next runner finds it if it outlives this
/// one. The start time tells it from a stranger that was given the same pid later.
///
/// @param pid the process id
/// @param startedAt epoch milliseconds, as the operating system tells it
/// @param port where it listens
record ServerProcess(long pid, long startedAt, int port) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static ServerProcess of(ProcessHandle process, int port) {
    return new ServerProcess(process.pid(), startOf(process), port);
  }

  /// The process that the file tells of, if it still runs.
  static Optional<ServerProcess> survivor(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      ServerProcess written = JSON.readValue(Files.readAllBytes(file), ServerProcess.class);
      return written.handle().isPresent() ? Optional.of(written) : Optional.empty();
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading "
              + file
              + " failed: "
              + unreadable.getMessage()
              + "; end the server that it told of, if one runs, and delete the file",
          unreadable);
    }
  }

  /// The running process, if it is still the same.
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process) == startedAt);
  }

  void write(Path file) {
    try {
      OwnerOnly.write(file, JSON.writeValueAsBytes(this));
    } catch (IOException impossible) {
      throw new IllegalStateException("three numbers are JSON", impossible);
    }
  }

  /// Ends the process, by force after the patience; returns when it is gone.
  void end(Duration patience) {
    handle()
        .ifPresent(
            process -> {
              process.destroy();
              if (!gone(process, patience)) {
                process.destroyForcibly();
                gone(process, patience);
              }
            });
  }

  private static boolean gone(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException stillThere) {
      return !process.isAlive();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
