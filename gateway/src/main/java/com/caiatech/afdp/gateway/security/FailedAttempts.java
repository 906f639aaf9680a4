package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.LastUsed;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/// How many rejected credentials each address may still send: a number at once, and one more in
/// each interval. The addresses that failed last are kept, so that many of them take no more
/// memory. Thread-safe.
final class FailedAttempts {
  private static final int MOST_ADDRESSES = 10_000;

  private final int atOnce;
  private final Duration interval;
  private final LongSupplier nanoTime;

  /// Address to when all that it did is forgotten. Guarded by this.
  private final Map<String, Long> forgotten = new LastUsed<>(MOST_ADDRESSES);

  FailedAttempts(int atOnce, Duration interval, LongSupplier nanoTime) {
    this.atOnce = atOnce;
    this.interval = interval;
    this.nanoTime = nanoTime;
  }

  /// Zero, or how long until the address may try again.
  synchronized Duration delay(String address) {
    Long end = forgotten.get(address);
    if (end == null) {
      return Duration.ZERO;
    }
    Duration left = Duration.ofNanos(end - nanoTime.getAsLong());
    Duration wait = left.minus(interval.multipliedBy(atOnce - 1L));
    return wait.isPositive() ? wait : Duration.ZERO;
  }

  synchronized void failed(String address) {
    long now = nanoTime.getAsLong();
    long end = forgotten.getOrDefault(address, now);
    forgotten.put(address, (end - now > 0 ? end : now) + interval.toNanos());
  }
}
