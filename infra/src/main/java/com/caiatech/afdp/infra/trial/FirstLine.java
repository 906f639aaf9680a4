package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.InfraException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What a process says first, by which it tells that it is ready.
public final class FirstLine {
  private FirstLine() {}

  /// Waits for it.
  ///
  /// @param name for messages
  /// @param log where the process says what went wrong
  /// @throws InfraException.Unavailable when it ends or says nothing in time; then nothing of it is
  ///   left running
  public static String of(Process process, String name, Path log, Duration within) {
    BufferedReader output = process.inputReader();
    CompletableFuture<@Nullable String> first =
        CompletableFuture.supplyAsync(() -> line(output), Thread::startVirtualThread);
    try {
      String line = first.get(within.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new InfraException.Unavailable(
            "%s ended before it was ready; see %s".formatted(name, log));
      }
      return line;
    } catch (TimeoutException | ExecutionException notReady) {
      process.destroyForcibly();
      throw new InfraException.Unavailable(
          "%s was not ready within %d s; see %s (%s)"
              .formatted(name, within.toSeconds(), log, notReady),
          notReady);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("interrupted while starting " + name, interrupted);
    }
  }

  private static @Nullable String line(BufferedReader output) {
    try {
      return output.readLine();
    } catch (IOException ended) {
      return null;
    }
  }
}
