package com.caiatech.afdp.workers.notification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When events are sent.
///
/// @param pauses before each further attempt at an event; after the last it is given up
/// @param lookEvery how often to look for what others have written
/// @param oldest how long after its record an event is still worth telling
record Pace(List<Duration> pauses, Duration lookEvery, Duration oldest) {
  /// Nine attempts within eight hours.
  static final Pace DEFAULT =
      new Pace(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              Duration.ofMinutes(2),
              Duration.ofMinutes(10),
              Duration.ofMinutes(30),
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(4)),
          Duration.ofSeconds(30),
          Duration.ofDays(1));

  Pace {
    pauses = List.copyOf(pauses);
  }

  /// How long to wait after so many attempts; nothing after the last.
  Optional<Duration> pauseAfter(int attempts) {
    return attempts <= pauses.size() ? Optional.of(pauses.get(attempts - 1)) : Optional.empty();
  }
}
