package com.caiatech.afdp.infra.trial.tamper;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The time between two looks at something that is awaited.
final class Pause {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private Pause() {}

  static void once() {
    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
  }
}
