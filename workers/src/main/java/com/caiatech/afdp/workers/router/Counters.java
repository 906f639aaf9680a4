package com.caiatech.afdp.workers.router;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// What a deployment answered, however it was routed.
final class Counters {
  private static final int WINDOW = 4_096;
  private static final int SERVER_ERROR = 500;

  private final LongAdder errors = new LongAdder();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLongArray latencyNanos = new AtomicLongArray(WINDOW);

  void count(int status, long nanos) {
    latencyNanos.set((int) (requests.getAndIncrement() % WINDOW), nanos);
    if (status >= SERVER_ERROR) {
      errors.increment();
    }
  }

  SideStatistics statistics() {
    int known = (int) Math.min(requests.get(), WINDOW);
    long[] sorted = new long[known];
    for (int i = 0; i < known; i++) {
      sorted[i] = latencyNanos.get(i);
    }
    Arrays.sort(sorted);
    return new SideStatistics(
        requests.get(), errors.sum(), percentile(sorted, 0.50), percentile(sorted, 0.95));
  }

  private static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1_000_000.0;
  }
}
