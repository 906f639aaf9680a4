package com.caiatech.afdp.lambdas.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Does tasks that each wait for a host, many hosts at once, so that those that do not answer hold
/// nobody up.
///
/// A host has one place until it answered, then {@value #OF_A_HOST}; there are {@value #AT_ONCE} in
/// all. A task that takes longer than the limit is interrupted, its place goes to the next one, and
/// the rest of its host's tasks are left out. Nothing begins after the deadline.
///
/// @param <T> what a task is about
final class ManyHosts<T> {
  private static final int AT_ONCE = 128;
  private static final int OF_A_HOST = 4;

  private final Duration limit;
  private final Deadline deadline;
  private final Consumer<T> task;
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final Set<T> silent = ConcurrentHashMap.newKeySet();
  private final Set<T> leftOut = ConcurrentHashMap.newKeySet();

  private ManyHosts(Duration limit, Deadline deadline, Consumer<T> task) {
    this.limit = limit;
    this.deadline = deadline;
    this.task = task;
  }

  /// What was not done.
  ///
  /// @param silent what took longer than the limit
  /// @param leftOut what was not begun, or not ended when the deadline came
  record Undone<T>(Set<T> silent, Set<T> leftOut) {}

  /// Does the tasks; of each host in the given order.
  ///
  /// @param byHost in the order in which hosts are asked where there are more than places
  /// @param limit how long a task may take
  /// @throws RuntimeException what a task threw, after all others were done
  static <T> Undone<T> each(
      Map<String, List<T>> byHost, Duration limit, Deadline deadline, Consumer<T> task) {
    ManyHosts<T> hosts = new ManyHosts<>(limit, deadline, task);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> asked = new ArrayList<>();
      for (List<T> tasks : byHost.values()) {
        asked.add(threads.submit(hosts.new Host(threads, tasks)::ask));
      }
      await(asked);
    } finally {
      threads.shutdownNow(); // a task that hears no interrupt is not waited for
    }
    return new Undone<>(Set.copyOf(hosts.silent), Set.copyOf(hosts.leftOut));
  }

  /// @throws RuntimeException the first fault, once all have ended
  private static void await(Collection<Future<?>> asked) {
    RuntimeException fault = null;
    for (Future<?> one : asked) {
      try {
        one.get();
      } catch (ExecutionException failed) {
        RuntimeException found = unwrapped(failed);
        if (fault == null) {
          fault = found;
        } else {
          fault.addSuppressed(found);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (fault != null) {
      throw fault;
    }
  }

  private static RuntimeException unwrapped(ExecutionException failed) {
    return switch (failed.getCause()) {
      case RuntimeException fault -> fault;
      case Error fault -> throw fault;
      case null, default -> new IllegalStateException(failed);
    };
  }

  /// The tasks of one host.
  private final class Host {
    private final ExecutorService threads;
    private final Queue<T> waiting;
    private volatile boolean hangs;

    Host(ExecutorService threads, List<T> tasks) {
      this.threads = threads;
      this.waiting = new ConcurrentLinkedQueue<>(tasks);
    }

    /// Does one, then several at once.
    void ask() {
      try {
        next();
        List<Future<?>> more = new ArrayList<>();
        for (int i = 1; i < Math.min(OF_A_HOST, waiting.size()); i++) {
          more.add(threads.submit(this::rest));
        }
        rest();
        await(more);
      } finally {
        leftOut.addAll(waiting);
      }
    }

    private void rest() {
      while (!hangs && !waiting.isEmpty() && !deadline.hasPassed()) {
        next();
      }
    }

    private void next() {
      try {
        places.acquire();
        try {
          T one = hangs || deadline.hasPassed() ? null : waiting.poll();
          if (one != null) {
            begin(one);
          }
        } finally {
          places.release();
        }
      } catch (InterruptedException stopped) {
        hangs = true;
      }
    }

    private void begin(T one) throws InterruptedException {
      Instant end = Instant.now().plus(limit);
      boolean cut = end.isAfter(deadline.at());
      Duration time = Duration.between(Instant.now(), cut ? deadline.at() : end);
      Future<?> running = threads.submit(() -> task.accept(one));
      try {
        running.get(time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException hanging) {
        running.cancel(true);
        hangs = true;
        (cut ? leftOut : silent).add(one);
      } catch (ExecutionException failed) {
        throw unwrapped(failed);
      }
    }
  }
}
