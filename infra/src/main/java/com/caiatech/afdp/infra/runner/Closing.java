package com.caiatech.afdp.infra.runner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, to be stopped in the opposite order. A part that does not stop cleanly is
/// reported and does not keep the others from stopping.
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<Part> started = new ArrayDeque<>();
  private final Executor threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 1).daemon().factory());

  private record Part(String name, AutoCloseable part) {}

  /// Adds a part that has been started.
  synchronized <T extends AutoCloseable> T add(String name, T part) {
    started.push(new Part(name, part));
    return part;
  }

  /// Begins to start a part on a thread of its own. It is stopped in the place in which it was
  /// begun, once it has started.
  <T extends AutoCloseable> Starting<T> begin(String name, Supplier<T> start) {
    Starting<T> part = new Starting<>(name, CompletableFuture.supplyAsync(start, threads));
    add(name, part::stop);
    return part;
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      Part part = started.pop();
      long before = System.nanoTime();
      try {
        part.part.close();
      } catch (Exception unclean) { // of any part; the next ones still have to stop
        LOG.warn("stopping {} was not clean, the parts below it still stop", part.name, unclean);
      }
      LOG.info("stopped {} in {} ms", part.name, (System.nanoTime() - before) / 1_000_000);
    }
  }
}
