package com.caiatech.afdp.lambdas.testing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Tasks that start at the same moment, each in a thread of its own.
public final class AtOnce {
  private AtOnce() {}

  /// Runs the tasks to their ends; the failure of any is thrown.
  public static void run(Runnable... tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.length);
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.length)) {
      List<Callable<Integer>> together =
          Stream.of(tasks)
              .<Callable<Integer>>map(
                  task ->
                      () -> {
                        int place = start.await();
                        task.run();
                        return place;
                      })
              .toList();
      for (Future<Integer> done : threads.invokeAll(together)) {
        done.get();
      }
    }
  }
}
