package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.generate.DirectGraph;
import com.caiatech.afdp.infra.generate.Generation;
import com.caiatech.afdp.infra.generate.model.Scale;
import com.caiatech.afdp.infra.state.Ports;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How long the graph of a generated organisation takes to be made without its ledgers and
/// repositories, indexes and all.
final class GraphBenchmark {
  private final Path folder;

  /// @param folder where nothing is yet; the graph stays there
  GraphBenchmark(Path folder) {
    this.folder = folder;
  }

  /// A graph that was made.
  ///
  /// @param peakMegabytes of the heap after collections
  record Result(Generation.Result made, Cost cost, long peakMegabytes) {
    String text() {
      return String.format(
          Locale.ROOT,
          """
          the graph of a generated organisation, made without its ledgers
            %d deployments, %d commits, %d incidents, %d records
            made in                      %9.1f s, %.1f s of processor, %.2f ms of it a deployment; heap after collections at most %d MB
          """,
          made.deployments(),
          made.commits(),
          made.incidents(),
          made.records(),
          cost.seconds(),
          cost.cpuNanos() / 1e9,
          cost.cpuMillis(made.deployments()),
          peakMegabytes);
    }

    ObjectNode toJson() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("deployments", made.deployments())
          .put("commits", made.commits())
          .put("incidents", made.incidents())
          .put("records", made.records())
          .put("seconds", cost.seconds())
          .put("cpuMillis", cost.cpuMillis(made.deployments()))
          .put("peakHeapMegabytes", peakMegabytes);
    }
  }

  Result run(Scale scale) {
    int port = Ports.load(folder.resolveSibling("ports.json")).take("bolt", Optional.empty());
    List<Generation.Result> made = new ArrayList<>();
    try (PeakHeap peak = new PeakHeap()) {
      Cost cost =
          Cost.of(() -> made.add(DirectGraph.run(folder, scale, port, System.err::println)));
      return new Result(made.getFirst(), cost, peak.megabytes());
    }
  }
}
