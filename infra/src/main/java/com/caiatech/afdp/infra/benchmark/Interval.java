package com.caiatech.afdp.infra.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// A time in which something was done.
record Interval(Instant from, Instant to) {
  /// The time that lies in any of them.
  static Duration covered(Collection<Interval> intervals) {
    List<Interval> inOrder =
        intervals.stream().sorted(Comparator.comparing(Interval::from)).toList();
    Duration sum = Duration.ZERO;
    Instant until = Instant.EPOCH;
    for (Interval interval : inOrder) {
      Instant from = interval.from().isAfter(until) ? interval.from() : until;
      if (interval.to().isAfter(from)) {
        sum = sum.plus(Duration.between(from, interval.to()));
        until = interval.to();
      }
    }
    return sum;
  }
}
