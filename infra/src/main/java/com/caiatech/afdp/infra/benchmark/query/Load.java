package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.benchmark.Latencies;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// One question that callers ask one side without a pause, about one subject after the other.
record Load(Side side, Asked asked) {
  /// A question with what it is asked about.
  record Asked(Question question, List<Map<String, Object>> subjects) {
    Asked {
      subjects = List.copyOf(subjects);
    }
  }

  /// What one side came to.
  ///
  /// @param cpuNanos of the process that answered
  record Measured(Latencies latencies, long elapsedNanos, long cpuNanos) {
    static final Measured NOTHING = new Measured(Latencies.of(List.of()), 0, 0);

    Measured plus(Measured other) {
      return new Measured(
          latencies.plus(other.latencies),
          elapsedNanos + other.elapsedNanos,
          cpuNanos + other.cpuNanos);
    }

    double perSecond() {
      return latencies.count() / (elapsedNanos / 1e9);
    }

    /// Milliseconds of processor time of a request.
    double cpuMillis() {
      return cpuNanos / 1e6 / latencies.count();
    }
  }

  Measured run(int callers, Duration duration) {
    long cpu = side.cpuNanos();
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<Latencies>> running =
          IntStream.range(0, callers)
              .mapToObj(caller -> threads.submit(() -> askUntil(caller, end)))
              .toList();
      Latencies all = Latencies.of(List.of());
      for (Future<Latencies> caller : running) {
        all = all.plus(caller.get());
      }
      return new Measured(all, System.nanoTime() - begin, side.cpuNanos() - cpu);
    } catch (ExecutionException failed) {
      throw new InfraException.Unavailable("a query failed: " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("the benchmark was interrupted", interrupted);
    }
  }

  private Latencies askUntil(int caller, long end) throws Exception {
    long[] nanos = new long[1024];
    int count = 0;
    int subject = caller; // so that they do not ask the same at once
    long before = System.nanoTime();
    do {
      side.ask(asked.question(), asked.subjects().get(subject++ % asked.subjects().size()));
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      long after = System.nanoTime();
      nanos[count++] = after - before;
      before = after;
    } while (before < end);
    return Latencies.ofNanos(Arrays.copyOf(nanos, count));
  }
}
