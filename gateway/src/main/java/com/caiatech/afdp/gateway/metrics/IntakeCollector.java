package com.caiatech.afdp.gateway.metrics;

import com.caiatech.afdp.graphmodel.progress.ProgressReader;
import com.caiatech.afdp.graphmodel.progress.RunningIntake;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far the intakes are that have something left to do, read from the graph by one statement
/// each time the gateway is scraped; `source` names the repository or the volume.
///
/// `intake_done`, `intake_size`, `intake_rate_per_second` and
/// `intake_last_moved_timestamp_seconds`. While the graph does not answer within the limit, and
/// once all is taken in, there are none.
public final class IntakeCollector implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeCollector.class);
  private static final String SOURCE = "source";

  private final ProgressReader graph;
  private final Duration limit;
  private final AtomicReference<@Nullable FutureTask<List<RunningIntake>>> reading =
      new AtomicReference<>();

  /// @param limit for how long a scrape waits for the graph, from asking for a connection on
  public IntakeCollector(ProgressReader graph, Duration limit) {
    this.graph = graph;
    this.limit = limit;
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> gauges = new ArrayList<>();
    List<RunningIntake> running = running();
    add(gauges, running, "intake_done", "commits or records taken in", it -> (double) it.done());
    add(
        gauges,
        running,
        "intake_size",
        "commits or records to take in",
        it -> it.total() == null ? null : it.total().doubleValue());
    add(
        gauges,
        running,
        "intake_rate_per_second",
        "commits or records taken in a second",
        RunningIntake::ratePerSecond);
    add(
        gauges,
        running,
        "intake_last_moved_timestamp_seconds",
        "when the intake last got on",
        it -> it.movedAt().toEpochMilli() / 1e3);
    return new MetricSnapshots(gauges);
  }

  private List<RunningIntake> running() {
    try {
      return asked().get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException silent) {
      return untold("the graph gave no answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException failed) {
      return untold(String.valueOf(failed.getCause()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return untold("the gateway stops");
    }
  }

  /// The reading that goes on, or a new one. A thread that waits for a connection cannot be called
  /// off, so that scrapes share one while the graph is silent.
  private FutureTask<List<RunningIntake>> asked() {
    FutureTask<List<RunningIntake>> fresh = new FutureTask<>(graph::running);
    FutureTask<List<RunningIntake>> current =
        reading.updateAndGet(known -> known == null || known.isDone() ? fresh : known);
    if (fresh.equals(current)) {
      Thread.ofVirtual().name("intakes").start(fresh);
    }
    return Objects.requireNonNull(current);
  }

  private static List<RunningIntake> untold(String why) {
    LOG.warn("intakes are not told at this scrape: {}", why);
    return List.of();
  }

  private static void add(
      List<MetricSnapshot> gauges,
      List<RunningIntake> running,
      String name,
      String help,
      Function<RunningIntake, @Nullable Double> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    boolean any = false;
    for (RunningIntake intake : running) {
      Double now = value.apply(intake);
      if (now != null) {
        any = true;
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of(SOURCE, intake.source()))
                .value(now)
                .build());
      }
    }
    if (any) {
      gauges.add(gauge.build());
    }
  }
}
