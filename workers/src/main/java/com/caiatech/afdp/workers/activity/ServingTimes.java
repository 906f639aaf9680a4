package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.plan.DeploymentType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// How long deployments took from the request until all traffic went to them, of those whose closed
/// manifest was written since the start. Safe for use by several threads.
public final class ServingTimes {
  private final Map<DeploymentType, Times> times = new EnumMap<>(DeploymentType.class);

  private static final class Times {
    private final LongAdder count = new LongAdder();
    private final LongAdder millis = new LongAdder();
  }

  ServingTimes() {
    for (DeploymentType type : DeploymentType.values()) {
      times.put(type, new Times());
    }
  }

  void add(DeploymentType type, long millis) {
    Times taken = of(type);
    taken.count.increment();
    taken.millis.add(millis);
  }

  /// How many of the type came to serve.
  public long count(DeploymentType type) {
    return of(type).count.sum();
  }

  /// What all of them took together, in milliseconds.
  public long millis(DeploymentType type) {
    return of(type).millis.sum();
  }

  private Times of(DeploymentType type) {
    return Optional.ofNullable(times.get(type)).orElseThrow();
  }
}
