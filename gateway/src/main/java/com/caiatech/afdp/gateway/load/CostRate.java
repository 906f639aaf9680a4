package com.caiatech.afdp.gateway.load;

import com.caiatech.afdp.schemas.id.PersonId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How much cost each caller may ask for, as a bucket that is filled again each second.
/// Thread-safe.
public final class CostRate {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<PersonId, Bucket> buckets = new HashMap<>(); // guarded by this

  private record Bucket(double left, long at) {}

  /// Begins with every bucket full.
  ///
  /// @param perSecond what comes back to a caller in a second
  /// @param burst the most that a caller can have
  /// @param nanoTime the clock, such as `System::nanoTime`
  public CostRate(int perSecond, int burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /// Takes that much from the caller's bucket; of what costs more than a bucket holds, all of it.
  ///
  /// @return zero, or how long until there is enough: nothing was taken then
  public synchronized Duration charge(PersonId caller, long cost) {
    double wanted = Math.min(cost, burst);
    Bucket now = filled(caller);
    if (now.left < wanted) {
      return Duration.ofNanos((long) Math.ceil((wanted - now.left) / perSecond * NANOS));
    }
    keep(caller, new Bucket(now.left - wanted, now.at));
    return Duration.ZERO;
  }

  /// Gives back what was asked for and not needed.
  public synchronized void refund(PersonId caller, long cost) {
    Bucket now = filled(caller);
    keep(caller, new Bucket(Math.min(burst, now.left + Math.max(0, cost)), now.at));
  }

  private Bucket filled(PersonId caller) {
    long now = nanoTime.getAsLong();
    Bucket known = buckets.getOrDefault(caller, new Bucket(burst, now));
    return new Bucket(Math.min(burst, known.left + (now - known.at) / NANOS * perSecond), now);
  }

  private void keep(PersonId caller, Bucket bucket) {
    if (bucket.left >= burst) {
      buckets.remove(caller);
    } else {
      buckets.put(caller, bucket);
    }
  }
}
