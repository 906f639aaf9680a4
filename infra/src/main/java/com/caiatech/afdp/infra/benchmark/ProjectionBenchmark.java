package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.workers.ledger.RefMoved;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.transport.URIish;

/// How many records a second are fetched, verified and projected, by what the functions run, from
/// ledgers that were written before: push by push, and all at once as after an outage. As many
/// records come first, which are not counted: a new graph has to plan its statements. Beside it
/// what the fetch of a push takes alone, and the same nodes and relationships by plain statements
/// over the raw driver.
final class ProjectionBenchmark {
  private final Path folder;
  private final SampleLedgers.Shape shape;

  /// @param folder where nothing is yet
  ProjectionBenchmark(Path folder, SampleLedgers.Shape shape) {
    this.folder = folder;
    this.shape = shape;
  }

  /// What the records came to.
  ///
  /// @param records those that count; the graph holds twice as many
  /// @param pushed push by push
  /// @param pushedLast the later half of the pushes
  /// @param caughtUp all at once
  /// @param fetched what was pushed, push by push, fetched and no more
  /// @param raw the whole graph by plain statements
  /// @param peakMegabytes of the heap after collections, push by push
  record Result(
      SampleLedgers.Shape shape,
      long records,
      int pushes,
      long nodes,
      long relationships,
      Cost pushed,
      Cost pushedLast,
      Cost caughtUp,
      Cost fetched,
      Cost raw,
      long peakMegabytes) {
    String text() {
      return String.format(
              Locale.ROOT,
              "%d records, %.1f a commit, %d a subject, %d subjects at once, in %d pushes (%d"
                  + " nodes, %d relationships)%n",
              records,
              (double) records / pushes,
              shape.ofSubject(),
              shape.services(),
              pushes,
              nodes,
              relationships)
          + line("projected push by push", pushed, records)
          + line("projected all at once", caughtUp, records)
          + String.format(
              Locale.ROOT,
              "  one push, of which its fetch %9.2f ms, %.2f ms; %.2f ms, %.2f ms of processor%n",
              pushed.millis(pushes),
              fetched.millis(pushes),
              pushed.cpuMillis(pushes),
              fetched.cpuMillis(pushes))
          + String.format(
              Locale.ROOT,
              "  one push of the later half   %9.2f times as long as of the earlier, %.2f of the"
                  + " processor%n",
              growth(pushed.millis(1), pushedLast.millis(1)),
              growth(pushed.cpuMillis(1), pushedLast.cpuMillis(1)))
          + line("raw writes of the same graph", raw, 2 * records)
          + "  heap after collections       at most %d MB%n".formatted(peakMegabytes);
    }

    /// What a push of the later half took, as a multiple of one of the earlier half.
    private double growth(double all, double last) {
      int later = pushes / 2;
      return last / later / ((all - last) / (pushes - later));
    }

    private String line(String what, Cost cost, long counted) {
      return String.format(
          Locale.ROOT,
          "  %-28s %9.1f records/s, %.3f of the raw writes' rate; %.2f ms of processor a record%n",
          what,
          cost.perSecond(counted),
          cost.perSecond(counted) / raw.perSecond(2 * records),
          cost.cpuMillis(counted));
    }

    ObjectNode toJson() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("recordsOfSubject", shape.ofSubject())
          .put("subjectsAtOnce", shape.services())
          .put("records", records)
          .put("recordsTogether", shape.together())
          .put("pushes", pushes)
          .put("nodes", nodes)
          .put("relationships", relationships)
          .put("pushedPerSecond", pushed.perSecond(records))
          .put("pushedCpuMillis", pushed.cpuMillis(records))
          .put("caughtUpPerSecond", caughtUp.perSecond(records))
          .put("caughtUpCpuMillis", caughtUp.cpuMillis(records))
          .put("pushGrowth", growth(pushed.millis(1), pushedLast.millis(1)))
          .put("pushMillis", pushed.millis(pushes))
          .put("fetchMillis", fetched.millis(pushes))
          .put("fetchCpuMillis", fetched.cpuMillis(pushes))
          .put("rawPerSecond", raw.perSecond(2 * records))
          .put("rawCpuMillis", raw.cpuMillis(2 * records))
          .put("peakHeapMegabytes", peakMegabytes);
    }
  }

  /// Writes twice as many records and measures how the later half is taken in.
  Result run(long records) {
    try (SampleLedgers ledgers = new SampleLedgers(folder.resolve("state"), shape)) {
      List<RefMoved> first = ledgers.write(records);
      List<RefMoved> pushes = ledgers.write(records);
      Cost caughtUp;
      try (SampleGraph graph = new SampleGraph(ledgers.state(), folder.resolve("caught-up"))) {
        caughtUp = catchUp(ledgers, graph, first, pushes);
        graph.requireTrusted(2 * records);
      }
      try (SampleGraph graph = new SampleGraph(ledgers.state(), folder.resolve("pushed"));
          PeakHeap peak = new PeakHeap()) {
        Halves pushed = push(ledgers, graph, first, pushes);
        graph.requireTrusted(2 * records);
        long megabytes = peak.megabytes();
        Cost fetched = fetch(ledgers, folder.resolve("fetched"), first, pushes);
        RawWrites raw = RawWrites.copy(ledgers.state(), graph, folder.resolve("raw"));
        return new Result(
            shape,
            records,
            pushes.size(),
            raw.nodes(),
            raw.relationships(),
            pushed.earlier().plus(pushed.later()),
            pushed.later(),
            caughtUp,
            fetched,
            raw.cost(),
            megabytes);
      }
    }
  }

  private record Halves(Cost earlier, Cost later) {}

  private static Halves push(
      SampleLedgers ledgers, SampleGraph graph, List<RefMoved> first, List<RefMoved> pushes) {
    heads(first).keySet().forEach(volume -> ledgers.point(volume, null));
    try (Projection projection = graph.projection()) {
      projection.project(ledgers.policies());
      projection.project(ledgers.repository());
      Cost _ = push(ledgers, projection, first);
      int later = pushes.size() - pushes.size() / 2;
      return new Halves(
          push(ledgers, projection, pushes.subList(0, later)),
          push(ledgers, projection, pushes.subList(later, pushes.size())));
    }
  }

  private static Cost push(SampleLedgers ledgers, Projection projection, List<RefMoved> pushes) {
    Cost cost = Cost.NONE;
    for (RefMoved push : pushes) {
      ledgers.point(push.volume(), push.after());
      cost = cost.plus(Cost.of(() -> projection.project(new PushSource.Ledger(push.volume()))));
    }
    return cost;
  }

  /// Fetches what was pushed into mirrors of its own.
  private static Cost fetch(
      SampleLedgers ledgers, Path evidence, List<RefMoved> first, List<RefMoved> pushes) {
    try (EvidenceStore store = new EvidenceStore(evidence)) {
      Map<VolumeName, LedgerMirror> mirrors = new LinkedHashMap<>();
      heads(first)
          .forEach(
              (volume, head) -> {
                ledgers.point(volume, head);
                LedgerMirror mirror = store.ledger(ledgers.volume(volume));
                mirrors.put(volume, mirror);
                fetch(ledgers, volume, mirror);
              });
      Cost cost = Cost.NONE;
      for (RefMoved push : pushes) {
        LedgerMirror mirror = Objects.requireNonNull(mirrors.get(push.volume()));
        ledgers.point(push.volume(), push.after());
        cost = cost.plus(Cost.of(() -> fetch(ledgers, push.volume(), mirror)));
      }
      return cost;
    }
  }

  private static void fetch(SampleLedgers ledgers, VolumeName volume, LedgerMirror mirror) {
    URI uri = ledgers.volume(volume).uri();
    mirror.fetch(uri, GitAccess.alone(new URIish().setScheme(uri.getScheme())));
  }

  private static Cost catchUp(
      SampleLedgers ledgers, SampleGraph graph, List<RefMoved> first, List<RefMoved> pushes) {
    heads(first).forEach(ledgers::point);
    try (Projection projection = graph.projection()) {
      projection.project(ledgers.repository());
      projection.project(ledgers.policies()); // which takes in all other volumes
      heads(pushes).forEach(ledgers::point);
      return Cost.of(
          () ->
              heads(pushes)
                  .keySet()
                  .forEach(volume -> projection.project(new PushSource.Ledger(volume))));
    }
  }

  /// The last head of each volume.
  private static Map<VolumeName, CommitId> heads(List<RefMoved> pushes) {
    Map<VolumeName, CommitId> heads = new LinkedHashMap<>();
    pushes.forEach(push -> heads.put(push.volume(), push.after()));
    return heads;
  }
}
