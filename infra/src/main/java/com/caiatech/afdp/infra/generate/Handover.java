package com.caiatech.afdp.infra.generate;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Has work done one after the other by a thread of its own, beside the one that hands it over,
/// which waits where it is too far ahead.
final class Handover implements AutoCloseable {
  private static final int AHEAD = 500;

  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(AHEAD);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread worker = Thread.ofPlatform().name("projection").unstarted(this::work);
  private Runnable last = () -> {};
  private volatile boolean ended;

  /// Begins.
  ///
  /// @param end is done at the end
  void begin(Runnable end) {
    last = end;
    worker.start();
  }

  /// Hands over what is to be done next.
  void take(Runnable work) {
    requireGood();
    try {
      waiting.put(work);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a graph was made", interrupted);
    }
  }

  /// Waits until all is done.
  ///
  /// @throws RuntimeException what made it fail
  void finish() {
    take(last);
    close();
    requireGood();
  }

  private void work() {
    while (!ended || !waiting.isEmpty()) {
      try {
        Runnable next = waiting.take();
        if (failure.get() == null) {
          next.run();
        }
      } catch (InterruptedException end) {
        return;
      } catch (RuntimeException | Error failed) {
        failure.compareAndSet(null, failed);
      }
    }
  }

  private void requireGood() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException fault -> throw fault;
      case Throwable fault -> throw new IllegalStateException("a graph could not be made", fault);
    }
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      waiting.offer(() -> {});
      try {
        worker.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
