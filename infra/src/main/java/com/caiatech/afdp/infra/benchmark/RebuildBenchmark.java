package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.lambdas.rebuild.Rebuild;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How long the graph takes to be built anew, as `afdp rebuild` does it, from ledgers whose commits
/// have one entry each: a quarter of the records, half of them and all, so that one sees whether a
/// record costs the same however many there are.
final class RebuildBenchmark {
  private static final Duration DIGEST_LIMIT = Duration.ofMinutes(30);

  private final Path folder;
  private final SampleLedgers.Shape shape;

  /// @param folder where nothing is yet
  RebuildBenchmark(Path folder, SampleLedgers.Shape shape) {
    this.folder = folder;
    this.shape = shape;
  }

  /// A graph that was built anew.
  ///
  /// @param peakMegabytes of the heap after collections
  record Size(long records, Cost cost, long peakMegabytes) {
    double perSecond() {
      return cost.perSecond(records);
    }
  }

  /// All sizes, the smaller one first.
  record Result(List<Size> sizes) {
    Result {
      sizes = List.copyOf(sizes);
    }

    /// What a further record costs in the largest graph, 1 being what it costs in the one before;
    /// what every graph costs at its beginning counts in neither. Where the cost of all grows with
    /// the square of their number it is 2.
    double growth() {
      return further(1, 2) / further(0, 1);
    }

    private double further(int smaller, int larger) {
      Size from = sizes.get(smaller);
      Size to = sizes.get(larger);
      return (to.cost().seconds() - from.cost().seconds()) / (to.records() - from.records());
    }

    String text() {
      StringBuilder text = new StringBuilder("the graph built anew, one entry a commit\n");
      for (Size size : sizes) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %7d records              %9.1f s, %.1f records/s, %.2f ms of processor a record; heap after collections at most %d MB%n",
                size.records(),
                size.cost().seconds(),
                size.perSecond(),
                size.cost().cpuMillis(size.records()),
                size.peakMegabytes()));
      }
      return text.append(
              String.format(
                  Locale.ROOT,
                  "  time of a further record      %.2f of what it is up to half the size%n",
                  growth()))
          .toString();
    }

    ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("growth", growth());
      ArrayNode all = json.putArray("sizes");
      sizes.forEach(
          size ->
              all.addObject()
                  .put("records", size.records())
                  .put("seconds", size.cost().seconds())
                  .put("cpuMillis", size.cost().cpuMillis(size.records()))
                  .put("peakHeapMegabytes", size.peakMegabytes()));
      return json;
    }
  }

  /// Writes so many records and builds the graph of a quarter of them, of half, and of all.
  Result run(long records) {
    List<Size> sizes = new ArrayList<>();
    try (SampleLedgers ledgers = new SampleLedgers(folder.resolve("state"), shape)) {
      long written = 0;
      for (long size : List.of(records / 4, records / 2, records)) {
        ledgers.write(size - written);
        written = size;
        sizes.add(rebuild(ledgers, size));
      }
    }
    return new Result(sizes);
  }

  private Size rebuild(SampleLedgers ledgers, long records) {
    try (SampleGraph graph = new SampleGraph(ledgers.state(), folder.resolve("graph-" + records));
        PeakHeap peak = new PeakHeap()) {
      Cost cost =
          Cost.of(
              () ->
                  Rebuild.run(
                      graph.configuration(), source -> Optional.empty(), done -> {}, DIGEST_LIMIT));
      return new Size(records, cost, peak.megabytes());
    }
  }
}
