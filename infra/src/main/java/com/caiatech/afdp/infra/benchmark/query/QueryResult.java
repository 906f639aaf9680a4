package com.caiatech.afdp.infra.benchmark.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One question at one number of callers.
public final class QueryResult {
  private final String question;
  private final int callers;
  private final Map<Side, Load.Measured> sides;
  private final List<Load.Measured> inOrder;

  /// @param sides the gateway, the raw driver, and the peer where it was asked
  QueryResult(String question, int callers, Map<Side, Load.Measured> sides) {
    this.question = question;
    this.callers = callers;
    this.sides = new LinkedHashMap<>(sides);
    this.inOrder = List.copyOf(this.sides.values());
  }

  /// The gateway's median beside the raw driver's.
  public double medianOfRaw() {
    return inOrder.get(0).latencies().millis(50) / inOrder.get(1).latencies().millis(50);
  }

  /// How many answers the gateway gives in a second beside the raw driver.
  public double throughputOfRaw() {
    return inOrder.get(0).perSecond() / inOrder.get(1).perSecond();
  }

  /// A line for the question and one for each side.
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %d at once: gateway p50 is %.2f x raw, throughput %.2f x raw%s%n",
            question,
            callers,
            medianOfRaw(),
            throughputOfRaw(),
            inOrder.size() > 2
                ? String.format(
                    Locale.ROOT,
                    ", %.2f x the peer, its processor time %.2f x",
                    inOrder.get(0).perSecond() / inOrder.get(2).perSecond(),
                    inOrder.get(0).cpuMillis() / inOrder.get(2).cpuMillis())
                : ""));
    sides.forEach(
        (side, measured) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-16s %s  %7.1f/s  %s%n",
                    side.name(),
                    measured.latencies().text(),
                    measured.perSecond(),
                    measured.cpuNanos() == 0
                        ? ""
                        : String.format(
                            Locale.ROOT, "%.2f ms of processor", measured.cpuMillis()))));
    return text.toString();
  }

  /// The same for programs.
  public ObjectNode toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("question", question)
            .put("callers", callers)
            .put("medianOfRaw", medianOfRaw())
            .put("throughputOfRaw", throughputOfRaw());
    sides.forEach(
        (side, measured) ->
            json.set(
                side.name(),
                measured
                    .latencies()
                    .toJson()
                    .put("perSecond", measured.perSecond())
                    .put("cpuMillis", measured.cpuMillis())));
    return json;
  }
}
