package com.caiatech.afdp.gateway.metrics;

import com.caiatech.afdp.graphmodel.progress.Progress;
import com.caiatech.afdp.graphmodel.progress.ProgressReader;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far the intakes are that have something left to do, read from the graph by one statement
/// each time the gateway is scraped; `source` names the repository or the volume.
///
/// `intake_done`, `intake_size`, `intake_rate_per_second` and
/// `intake_last_moved_timestamp_seconds`. While the graph does not answer, and once all is taken
/// in, there are none.
public final class IntakeCollector implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeCollector.class);
  private static final String SOURCE = "source";

  private final ProgressReader graph;

  public IntakeCollector(ProgressReader graph) {
    this.graph = graph;
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> gauges = new ArrayList<>();
    try {
      List<Progress> running = graph.running();
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
          Progress::ratePerSecond);
      add(
          gauges,
          running,
          "intake_last_moved_timestamp_seconds",
          "when the intake last got on",
          it -> it.at().toEpochMilli() / 1e3);
    } catch (Neo4jException unanswered) {
      LOG.warn("intakes are not told at this scrape: {}", unanswered.getMessage());
    }
    return new MetricSnapshots(gauges);
  }

  private static void add(
      List<MetricSnapshot> gauges,
      List<Progress> running,
      String name,
      String help,
      Function<Progress, @Nullable Double> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    boolean any = false;
    for (Progress progress : running) {
      Double now = value.apply(progress);
      if (now != null) {
        any = true;
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of(SOURCE, progress.source().fullName()))
                .value(now)
                .build());
      }
    }
    if (any) {
      gauges.add(gauge.build());
    }
  }
}
