package com.caiatech.afdp.infra.benchmark.micro;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.openjdk.jmh.util.Statistics;

/// What a pair came to: microseconds an operation, one value for each iteration.
record Comparison(Pair pair, Statistics ours, Statistics beside) {
  /// What stands over the table's lines.
  static String heading() {
    return String.format(
        Locale.ROOT,
        "medians in microseconds; how many times as long ours takes, and of any two iterations%n"
            + "%-8s %10s %10s %7s  %-15s  %s%n",
        "pair",
        "ours",
        "beside",
        "ratio",
        "low to high",
        "what beside what");
  }

  /// How many times as long ours takes, by the medians.
  double ratio() {
    return median(ours) / median(beside);
  }

  /// The lowest ratio that any two iterations make.
  double lowest() {
    return ours.getMin() / beside.getMax();
  }

  /// The highest ratio that any two iterations make.
  double highest() {
    return ours.getMax() / beside.getMin();
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%-8s %10.2f %10.2f %7.2f  %-15s  %s%n",
        pair,
        median(ours),
        median(beside),
        ratio(),
        String.format(Locale.ROOT, "%.2f to %.2f", lowest(), highest()),
        pair.description());
  }

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("pair", pair.toString())
        .put("oursMicros", median(ours))
        .put("besideMicros", median(beside))
        .put("ratio", ratio())
        .put("lowestRatio", lowest())
        .put("highestRatio", highest());
  }

  private static double median(Statistics micros) {
    return micros.getPercentile(50);
  }
}
