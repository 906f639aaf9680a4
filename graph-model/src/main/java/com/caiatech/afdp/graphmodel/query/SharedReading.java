package com.caiatech.afdp.graphmodel.query;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Something to read as it is now, for many callers at once: one reading runs at a time, and those
/// who wait share the first that begins after they asked. Thread-safe.
public final class SharedReading {
  private final Runnable reading;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null); // guarded by this
  private @Nullable CompletableFuture<Void> next; // has not begun; guarded by this

  /// @param reading run by one thread at a time; what it throws gets everybody who shares it
  public SharedReading(Runnable reading) {
    this.reading = reading;
  }

  /// Returns once a reading has ended that began after this was called.
  public void await() {
    CompletableFuture<Void> mine;
    CompletableFuture<Void> before = null;
    synchronized (this) {
      if (next == null) {
        before = last;
        next = new CompletableFuture<>();
        last = next;
      }
      mine = next;
    }
    if (before != null) {
      run(before, mine);
    }
    try {
      mine.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException fault ? fault : failed;
    }
  }

  /// For whoever asked first of those who share the reading.
  private void run(CompletableFuture<Void> before, CompletableFuture<Void> mine) {
    before.handle((ended, failed) -> true).join();
    synchronized (this) {
      next = null; // who asks from now on is too late for this one
    }
    try {
      reading.run();
      mine.complete(null);
    } catch (RuntimeException | Error fault) {
      mine.completeExceptionally(fault);
    }
  }
}
