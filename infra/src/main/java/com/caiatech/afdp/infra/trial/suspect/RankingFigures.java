package com.caiatech.afdp.infra.trial.suspect;

import java.util.List;
import java.util.function.ToIntFunction;

/// How high an order places the causes.
///
/// @param first the share of incidents whose cause is first
/// @param five the share of those whose cause is among the first five
/// @param reciprocal the mean of 1 / place, 0 where the cause is missing
public record RankingFigures(int incidents, double first, double five, double reciprocal) {
  static RankingFigures of(List<SuspectCase> cases, ToIntFunction<SuspectCase> place) {
    int first = 0;
    int five = 0;
    double reciprocal = 0;
    for (SuspectCase one : cases) {
      int at = place.applyAsInt(one);
      first += at == 1 ? 1 : 0;
      five += at >= 1 && at <= 5 ? 1 : 0;
      reciprocal += at == 0 ? 0 : 1.0 / at;
    }
    double all = Math.max(1, cases.size());
    return new RankingFigures(cases.size(), first / all, five / all, reciprocal / all);
  }

  String row(String seed, String order) {
    return "%-6s %-12s %5d %8.3f %8.3f %8.3f"
        .formatted(seed, order, incidents, first, five, reciprocal);
  }
}
