package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.query.SharedReading;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The digest of the graph, computed once at a time: whoever asks while one is computed waits for
/// the next one, which all share that asked before it began. So each gets one of the graph as it is
/// after it asked, and a caller who goes away takes it from nobody. Thread-safe.
public final class SharedDigest implements Supplier<GraphDigest> {
  private final AtomicReference<GraphDigest> last = new AtomicReference<>();
  private final SharedReading reading;

  /// Computes digests so.
  ///
  /// @param threads runs one computation at a time
  public SharedDigest(Supplier<GraphDigest> computation, Executor threads) {
    this.reading =
        new SharedReading(
            () -> {
              try {
                last.set(CompletableFuture.supplyAsync(computation, threads).join());
              } catch (CompletionException failed) {
                throw failed.getCause() instanceof RuntimeException fault ? fault : failed;
              }
            });
  }

  @Override
  public GraphDigest get() {
    reading.await();
    return Objects.requireNonNull(last.get());
  }
}
