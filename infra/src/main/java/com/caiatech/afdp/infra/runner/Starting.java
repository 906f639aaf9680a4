package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A part that starts beside others.
///
/// @param name for people
/// @param part comes when it has started
record Starting<T extends AutoCloseable>(String name, CompletableFuture<T> part) {
  /// Waits until it has started, and throws what kept it from that.
  T await() {
    try {
      return part.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new InfraException.Unavailable(
          "starting the %s failed: %s".formatted(name, failed.getCause()), failed);
    }
  }

  /// Stops it, once it has started, where it has.
  void stop() throws Exception {
    AutoCloseable running = part.exceptionally(failed -> null).join();
    if (running != null) {
      running.close();
    }
  }
}
