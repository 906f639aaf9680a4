package com.caiatech.afdp.infra.benchmark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.LongStream;

/// Durations of like operations, and their percentiles (nearest rank).
public final class Latencies {
  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  public static Latencies of(Collection<Duration> durations) {
    return ofNanos(durations.stream().mapToLong(Duration::toNanos).toArray());
  }

  public static Latencies ofNanos(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /// These and others.
  public Latencies plus(Latencies other) {
    return ofNanos(
        LongStream.concat(Arrays.stream(sortedNanos), Arrays.stream(other.sortedNanos)).toArray());
  }

  public int count() {
    return sortedNanos.length;
  }

  /// The percentile in milliseconds; 0 where nothing was measured.
  public double millis(double percentile) {
    if (sortedNanos.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(percentile / 100 * sortedNanos.length);
    return sortedNanos[Math.max(0, rank - 1)] / 1e6;
  }

  public String text() {
    return String.format(
        Locale.ROOT,
        "p50 %9.2f  p95 %9.2f  p99 %9.2f  max %9.2f ms  (n=%d)",
        millis(50),
        millis(95),
        millis(99),
        millis(100),
        count());
  }

  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("count", count())
        .put("p50Millis", millis(50))
        .put("p95Millis", millis(95))
        .put("p99Millis", millis(99))
        .put("maxMillis", millis(100));
  }
}
