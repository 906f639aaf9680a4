package com.caiatech.afdp.lambdas.metric;

import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counters by name. Each count is also logged as a line in CloudWatch's embedded metric format, to
/// the logger `afdp.metrics`.
public final class Counters {
  private static final Logger METRICS = LoggerFactory.getLogger("afdp.metrics");
  private static final String NAMESPACE = "AFDP";
  private static final String SOURCE = "source";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /// Counts one.
  public void count(String name) {
    count(name, 1);
  }

  /// Counts several.
  public void count(String name, long times) {
    if (times > 0) {
      counts.computeIfAbsent(name, ignored -> new LongAdder()).add(times);
      if (METRICS.isInfoEnabled()) {
        METRICS.info("{}", line(name, times, null));
      }
    }
  }

  /// Logs a value that a repository or volume has now.
  public void tell(String name, String source, long value) {
    if (METRICS.isInfoEnabled()) {
      METRICS.info("{}", line(name, value, source));
    }
  }

  /// How often the name was counted.
  public long of(String name) {
    LongAdder adder = counts.get(name);
    return adder == null ? 0 : adder.sum();
  }

  /// All counts, by name.
  public SortedMap<String, Long> all() {
    SortedMap<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.sum()));
    return all;
  }

  private static String line(String name, long value, @Nullable String source) {
    ObjectNode line = RecordJson.mapper().createObjectNode();
    ObjectNode meta = line.putObject("_aws");
    meta.put("Timestamp", System.currentTimeMillis());
    ObjectNode directive = meta.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", NAMESPACE);
    ArrayNode dimensions = directive.putArray("Dimensions").addArray();
    if (source != null) {
      dimensions.add(SOURCE);
      line.put(SOURCE, source);
    }
    directive.putArray("Metrics").addObject().put("Name", name).put("Unit", "Count");
    line.put(name, value);
    return line.toString();
  }
}
