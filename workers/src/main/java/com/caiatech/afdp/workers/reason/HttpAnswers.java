package com.caiatech.afdp.workers.reason;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How often each answer came.
public final class HttpAnswers {
  private static final int MOST_SHOWN = 5;

  private final Map<HttpAnswer, Integer> counts = new HashMap<>();

  /// Counts an answer.
  public void add(HttpAnswer answer) {
    counts.merge(answer, 1, Integer::sum);
  }

  /// How often this one came.
  public int count(HttpAnswer answer) {
    return counts.getOrDefault(answer, 0);
  }

  /// How many there are.
  public int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The most frequent ones, such as `15 × status 200, 5 × status 500`.
  @Override
  public String toString() {
    List<Map.Entry<HttpAnswer, Integer>> byCount =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<HttpAnswer, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(entry -> entry.getKey().toString(), Comparator.naturalOrder()))
            .toList();
    String shown =
        byCount.stream()
            .limit(MOST_SHOWN)
            .map(entry -> entry.getValue() + " × " + entry.getKey())
            .collect(Collectors.joining(", "));
    return byCount.size() > MOST_SHOWN
        ? shown + " and %d other kinds".formatted(byCount.size() - MOST_SHOWN)
        : shown;
  }
}
