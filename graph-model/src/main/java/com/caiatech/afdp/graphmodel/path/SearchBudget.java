package com.caiatech.afdp.graphmodel.path;

import java.time.Duration;

/// How much one search may cost. What it finds until then is told, with where it was cut.
///
/// @param expansions relationships that are looked at
/// @param time after which no further layer is begun
public record SearchBudget(int expansions, Duration time) {
  /// 20,000 relationships and 2 s.
  public static final SearchBudget STANDARD = new SearchBudget(20_000, Duration.ofSeconds(2));

  public SearchBudget {
    if (expansions < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "SearchBudget: expected at least 1 expansion and a positive time, found %d and %s"
              .formatted(expansions, time));
    }
  }
}
