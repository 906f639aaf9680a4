package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what waits for processes for all of them at the same time, each on a thread of its own:
/// what has begun is done to its end, whether or not the thread that waits for it is interrupted.
final class AtOnce {
  private static final Logger LOG = LoggerFactory.getLogger(AtOnce.class);

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

  /// Does it to its end on a thread of its own. An interruption ends the wait for it, and nothing
  /// else.
  ///
  /// @throws WorkersException.TargetUnavailable when it was interrupted
  static void toTheEnd(Runnable work) {
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(work, command -> Thread.ofVirtual().start(command));
    try {
      done.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException fault
          ? fault
          : new CompletionException(failed);
    } catch (InterruptedException interrupted) {
      CompletableFuture<Void> _ =
          done.exceptionally(
              fault -> {
                LOG.warn("what went on after an interruption failed", fault);
                return null;
              });
      Thread.currentThread().interrupt();
      throw new WorkersException.TargetUnavailable(
          Reason.of("Waiting for requests to end was interrupted; they go on to their end"),
          interrupted);
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
