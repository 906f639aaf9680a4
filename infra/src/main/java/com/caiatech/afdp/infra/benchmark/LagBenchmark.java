package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.trial.TrialDeployments;
import com.caiatech.afdp.infra.trial.TrialService;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// From push to queryable: records are made at a steady rate, each by its own caller. The lag is
/// the time from when the record is durable in the ledger to the answer of a query that carries its
/// consistency token; the total counts from the moment at which the record was due.
final class LagBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration COMPARED = Duration.ofMinutes(1);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(90);
  private static final String QUERY =
      "query($at: [ConsistencyToken!]) { ledgers(atLeast: $at) { volume size } }";

  private final String source;
  private final Callable<ConsistencyToken> record;
  private final GatewayClient viewer;
  private final Latencies floor;
  private final double forcedWrites;

  /// @param source what makes the records, for the report
  /// @param record makes one durable
  /// @param floor what a push and a write cost alone, measured in the same run
  /// @param forcedWrites how many the disk makes durable a second, measured in the same run
  LagBenchmark(
      String source,
      Callable<ConsistencyToken> record,
      GatewayClient viewer,
      Latencies floor,
      double forcedWrites) {
    this.source = source;
    this.record = record;
    this.viewer = viewer;
    this.floor = floor;
    this.forcedWrites = forcedWrites;
  }

  /// Incidents that are reported by mutation.
  static Callable<ConsistencyToken> reportedIncidents(GatewayClient manager) {
    return () ->
        ConsistencyToken.parse(
            manager
                .mutate(
                    "reportIncident",
                    "ReportIncidentInput",
                    Map.of(
                        "id",
                        TrialDeployments.newId(),
                        "severity",
                        "SEV3",
                        "title",
                        "Benchmark",
                        "services",
                        List.of(TrialService.NAME)),
                    "... on IncidentReported { receipt { consistencyToken } }")
                .path("receipt")
                .path("consistencyToken")
                .asText());
  }

  /// What one rate came to.
  ///
  /// @param first the lag of the first minute, or half where there is less
  /// @param last the lag of the last
  /// @param failures messages of those that were not answered
  /// @param seconds from the first report until the last was answered
  record Result(
      String source,
      int rate,
      Latencies durable,
      Latencies lag,
      Latencies first,
      Latencies last,
      Latencies total,
      Latencies floor,
      double forcedWrites,
      double seconds,
      List<String> failures) {
    Result {
      failures = List.copyOf(failures);
    }

    String text() {
      return """
      %s at %d records/s (%.1f/s achieved, %d failed)
        durable in the ledger        %s
        durable to queryable (lag)   %s
        the lag in the beginning     %s
        the lag in the end           %s
        growth from one to the other p50 %.2f, p99 %.2f
        total                        %s
        one git push, one Bolt write %s
        total as a multiple of that  p50 %.2f, p99 %.2f
        forced writes on this disk   %.0f/s alone, of which is achieved %.2f
      """
              .formatted(
                  source,
                  rate,
                  achieved(),
                  failures.size(),
                  durable.text(),
                  lag.text(),
                  first.text(),
                  last.text(),
                  last.millis(50) / first.millis(50),
                  last.millis(99) / first.millis(99),
                  total.text(),
                  floor.text(),
                  multiple(50),
                  multiple(99),
                  forcedWrites,
                  achieved() / forcedWrites)
          + failures.stream()
              .findFirst()
              .map(first -> "  first failure: " + first + System.lineSeparator())
              .orElse("");
    }

    private double achieved() {
      return total.count() / seconds;
    }

    /// What the percentile is of the floor's.
    private double multiple(double percentile) {
      return total.millis(percentile) / floor.millis(percentile);
    }

    ObjectNode toJson() {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("source", source)
              .put("rate", rate)
              .put("achieved", achieved())
              .put("forcedWrites", forcedWrites)
              .put("failed", failures.size())
              .put("p50OfFloor", multiple(50))
              .put("p99OfFloor", multiple(99));
      failures.stream().findFirst().ifPresent(first -> json.put("firstFailure", first));
      json.set("durable", durable.toJson());
      json.set("lag", lag.toJson());
      json.set("lagInTheBeginning", first.toJson());
      json.set("lagInTheEnd", last.toJson());
      json.set("floor", floor.toJson());
      return json.set("total", total.toJson());
    }
  }

  /// Makes records at the rate for that long, after a warm-up at the same rate, and waits for the
  /// last answers.
  Result run(int rate, Duration duration) {
    measure(rate, WARM_UP);
    return measure(rate, duration);
  }

  private Result measure(int rate, Duration duration) {
    Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    long interval = TimeUnit.SECONDS.toNanos(1) / rate;
    long count = duration.toNanos() / interval;
    long start = System.nanoTime();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long number = 0; number < count; number++) {
        long due = start + number * interval;
        callers.execute(() -> report(due, samples, failures));
      }
      callers.shutdown();
      if (!callers.awaitTermination(duration.plus(LAST_ANSWERS).toSeconds(), TimeUnit.SECONDS)) {
        callers.shutdownNow();
        failures.add("not answered within " + LAST_ANSWERS.toSeconds() + " s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("the benchmark was interrupted", interrupted);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long compared = Math.min(COMPARED.toNanos(), duration.toNanos() / 2);
    return new Result(
        source,
        rate,
        Latencies.of(samples.stream().map(Sample::durable).toList()),
        Latencies.of(samples.stream().map(Sample::lag).toList()),
        lag(samples, start, start + compared),
        lag(samples, start + duration.toNanos() - compared, Long.MAX_VALUE),
        Latencies.of(samples.stream().map(Sample::total).toList()),
        floor,
        forcedWrites,
        seconds,
        List.copyOf(failures));
  }

  /// The lag of the records that were due from one moment until another.
  private static Latencies lag(Queue<Sample> samples, long from, long until) {
    return Latencies.of(
        samples.stream()
            .filter(sample -> from <= sample.due() && sample.due() < until)
            .map(Sample::lag)
            .toList());
  }

  private record Sample(long due, Duration durable, Duration lag) {
    Duration total() {
      return durable.plus(lag);
    }
  }

  private void report(long due, Queue<Sample> samples, Queue<String> failures) {
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
    try {
      ConsistencyToken token = record.call();
      long durable = System.nanoTime();
      viewer.query(QUERY, Map.of("at", List.of(token.text())));
      long queryable = System.nanoTime();
      samples.add(
          new Sample(due, Duration.ofNanos(durable - due), Duration.ofNanos(queryable - durable)));
    } catch (Exception failed) { // whatever it is, the record was not made or not seen
      failures.add(failed.toString());
    }
  }
}
