package com.caiatech.afdp.workers.target.local;

import java.time.Duration;

/// How long an instance that was healthy may fail to say that it still is, before it counts as hung
/// and is replaced. What says so once in between is left alone.
///
/// @param every between two questions
/// @param within how long an answer may take
/// @param inARow so many questions one after the other without status 200 to 299
public record Liveness(Duration every, Duration within, int inARow) {
  /// Patient, since machines are busy at times: a hung instance is found after 15 to 30 s.
  public static final Liveness DEFAULT =
      new Liveness(Duration.ofSeconds(5), Duration.ofSeconds(5), 3);

  public Liveness {
    if (!every.isPositive() || !within.isPositive() || inARow < 1) {
      throw new IllegalArgumentException(
          "Liveness: expected two times above 0 and at least one question, found %s, %s and %d"
              .formatted(every, within, inARow));
    }
  }
}
