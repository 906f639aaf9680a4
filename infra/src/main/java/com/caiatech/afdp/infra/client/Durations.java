package com.caiatech.afdp.infra.client;

import java.time.Duration;

/// Durations as people read them.
final class Durations {
  private Durations() {}

  /// Such as `0.4 s`, `42 s`, `3 min 5 s`, `2 h 10 min`.
  static String text(Duration duration) {
    if (duration.toSeconds() < 10) {
      return "%.1f s".formatted(duration.toMillis() / 1e3);
    }
    if (duration.toMinutes() < 1) {
      return duration.toSeconds() + " s";
    }
    return duration.toHours() < 1
        ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
  }
}
