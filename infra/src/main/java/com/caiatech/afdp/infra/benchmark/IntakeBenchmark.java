package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.neo4j.driver.Driver;

/// How many commits a second of a source repository are fetched and taken into an empty graph, with
/// their files, by what the functions run; and how long ten more commits take until they can be
/// queried. Beside it the same files and lines by stock `git log` alone, and raw writes of the same
/// graph. The repository is only read: all this is done with a copy.
final class IntakeBenchmark {
  private static final RepositoryName NAME = new RepositoryName("measured");
  private static final int INCREMENT = 10;
  private static final String[] LOG = {
    "log",
    "--branches",
    "--raw",
    "--numstat",
    "-z",
    "-M50%",
    "-l1000",
    "--diff-algorithm=myers",
    "--no-ext-diff",
    "--no-textconv",
    "--output=/dev/null"
  };

  private static final int WARM_UP = 1000;

  private final Path folder;
  private final Path repository;

  /// @param folder where nothing is yet
  /// @param repository bare or with a work tree
  IntakeBenchmark(Path folder, Path repository) {
    this.folder = folder;
    this.repository = repository;
  }

  /// What the commits came to.
  ///
  /// @param log stock git alone
  /// @param fetched from the copy into the mirror
  /// @param taken from the mirror into the graph
  /// @param increment ten more commits from the push until they can be queried
  /// @param raw the graph of all these commits
  /// @param peakMegabytes of the heap after collections, beyond what the graph keeps of it
  record Result(
      long commits,
      Cost log,
      Cost fetched,
      Cost taken,
      Cost increment,
      RawWrites raw,
      long peakMegabytes) {
    /// Of the slower of the two peers' rates.
    double ratio() {
      return Math.max(log.seconds(), raw.cost().seconds()) / fetched.plus(taken).seconds();
    }

    String text() {
      return String.format(
              Locale.ROOT,
              "%d commits of a source repository (%d nodes, %d relationships)%n",
              commits,
              raw.nodes(),
              raw.relationships())
          + line("git log alone", log)
          + line("raw writes of the same graph", raw.cost())
          + line("fetched", fetched)
          + line("taken in", taken)
          + line("both, one after the other", fetched.plus(taken))
          + String.format(
              Locale.ROOT,
              "  of the slower peer's rate    %9.2f%n"
                  + "  %d more commits until seen   %9.3f s%n"
                  + "  heap beyond the graph's own  at most %d MB%n",
              ratio(),
              INCREMENT,
              increment.seconds(),
              peakMegabytes);
    }

    private String line(String what, Cost cost) {
      return String.format(
          Locale.ROOT,
          "  %-28s %9.1f commits/s, %.1f s, %.2f ms of this process's processor time a commit%n",
          what,
          cost.perSecond(commits),
          cost.seconds(),
          cost.cpuMillis(commits));
    }

    ObjectNode toJson() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("commits", commits)
          .put("nodes", raw.nodes())
          .put("relationships", raw.relationships())
          .put("logPerSecond", log.perSecond(commits))
          .put("rawPerSecond", raw.cost().perSecond(commits))
          .put("fetchedPerSecond", fetched.perSecond(commits))
          .put("takenPerSecond", taken.perSecond(commits))
          .put("endToEndPerSecond", fetched.plus(taken).perSecond(commits))
          .put("ofTheSlowerPeer", ratio())
          .put("incrementSeconds", increment.seconds())
          .put("peakHeapMegabytes", peakMegabytes);
    }
  }

  /// Takes a made repository in, which does not count, as new code is slow, and then this one.
  Result runWarm() throws IOException {
    Path warm = Files.createDirectories(folder.resolve("warm"));
    Path made = warm.resolve("made.git");
    SampleHistory.make(made, WARM_UP);
    Result _ = new IntakeBenchmark(warm, made).run();
    return run();
  }

  /// Takes the repository in.
  Result run() {
    try (SampleState state = new SampleState(folder.resolve("state"))) {
      StockGit original = new StockGit(repository, Map.of());
      Path copy = state.layout().repository(NAME.value());
      original.run("clone", "-q", "--bare", ".", copy.toString());
      StockGit git = new StockGit(copy, Map.of());
      String branch = git.run("symbolic-ref", "--short", "HEAD").strip();
      state.addRepository(NAME, branch);
      long commits = Long.parseLong(git.run("rev-list", "--count", "--branches").strip());
      try (SampleGraph graph = new SampleGraph(state, folder.resolve("graph"))) {
        Cost log = Cost.of(() -> git.run(LOG));
        Measured measured = measure(graph, copy, branch, commits);
        return new Result(
            commits,
            log,
            measured.fetched,
            measured.taken,
            measured.increment,
            RawWrites.copy(state, graph, folder.resolve("raw")),
            measured.peakMegabytes);
      }
    }
  }

  private record Measured(Cost fetched, Cost taken, Cost increment, long peakMegabytes) {}

  private Measured measure(SampleGraph graph, Path copy, String branch, long commits) {
    long peakMegabytes;
    Cost fetched;
    Cost taken;
    Cost increment;
    try (PeakHeap peak = new PeakHeap();
        Projection projection = graph.projection()) {
      fetched = Cost.of(() -> fetch(projection, copy));
      taken = Cost.of(() -> projection.project(new PushSource.Source(NAME)));
      peakMegabytes = peak.megabytes();
      requireTaken(graph, commits);
      SampleHistory.grow(copy, branch, INCREMENT);
      String head = new StockGit(copy, Map.of()).run("rev-parse", "HEAD").strip();
      increment =
          Cost.of(
              () -> {
                projection.project(new PushSource.Source(NAME));
                requireSeen(projection.driver(), head);
              });
      requireTaken(graph, commits + INCREMENT);
    }
    return new Measured(
        fetched, taken, increment, Math.max(0, peakMegabytes - PeakHeap.keptMegabytes()));
  }

  private static void fetch(Projection projection, Path copy) {
    FetchOutcome outcome = projection.evidence().repository(NAME).fetch(copy.toUri().toString());
    if (!(outcome instanceof FetchOutcome.Fetched)) {
      throw new InfraException.Refused("fetching " + copy + ": found " + outcome);
    }
  }

  private static void requireSeen(Driver driver, String commit) {
    boolean seen =
        !driver
            .executableQuery("MATCH (c:Commit {sha: $sha}) WHERE c.size IS NOT NULL RETURN c.sha")
            .withParameters(Map.of("sha", commit))
            .execute()
            .records()
            .isEmpty();
    if (!seen) {
      throw new InfraException.Refused("expected commit " + commit + " in the graph, found none");
    }
  }

  private static void requireTaken(SampleGraph graph, long commits) {
    long taken = graph.counters().of(CounterNames.COMMITS);
    if (taken != commits) {
      throw new InfraException.Refused(
          "taking in the benchmark's own copy: expected %d commits, found %d"
              .formatted(commits, taken));
    }
  }
}
