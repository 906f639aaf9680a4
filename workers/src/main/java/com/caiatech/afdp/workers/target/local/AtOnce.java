package com.caiatech.afdp.workers.target.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// Does what waits for processes for all of them at the same time, each on a thread of its own:
/// what has begun is done to its end, whether or not the thread that waits for it is interrupted.
final class AtOnce {
  private AtOnce() {}

  /// The results in the order of the items; the first fault is thrown once all have ended.
  static <T, R> List<R> map(List<T> items, Function<T, R> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<R>> futures =
          items.stream()
              .map(item -> CompletableFuture.supplyAsync(() -> work.apply(item), threads))
              .toList();
      return futures.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException fault ? fault : failed;
    }
  }

  /// As {@link #map}, without results.
  static <T> void run(List<T> items, Consumer<T> work) {
    List<Boolean> ignored =
        map(
            items,
            item -> {
              work.accept(item);
              return true;
            });
    assert ignored.size() == items.size();
  }
}
