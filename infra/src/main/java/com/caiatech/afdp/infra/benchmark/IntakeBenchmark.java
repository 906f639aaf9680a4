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
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
    "--diff-merges=first-parent",
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

  /// So many commits are taken in before it counts, as new code is slow.
  private static final int WARM_UP = 8000;

  /// A small repository is taken in so often before.
  private static final int MOST_ROUNDS = 8;

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
  /// @param tenths commits a second taken in, in the first and in the last tenth of them; empty
  ///   where it was too fast to tell
  /// @param memory the most that it took
  record Result(
      long commits,
      Cost log,
      Cost fetched,
      Cost taken,
      Cost increment,
      RawWrites raw,
      List<Double> tenths,
      Memory memory) {
    Result {
      tenths = List.copyOf(tenths);
    }

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
              "  of the slower peer's rate    %9.2f%n  first and last tenth        %s%n"
                  + "  %d more commits until seen   %9.3f s%n",
              ratio(),
              tenths.stream()
                  .map(rate -> String.format(Locale.ROOT, " %9.1f commits/s", rate))
                  .collect(Collectors.joining()),
              INCREMENT,
              increment.seconds())
          + memory.text();
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
          .put("firstTenthPerSecond", tenths.isEmpty() ? null : tenths.getFirst())
          .put("lastTenthPerSecond", tenths.isEmpty() ? null : tenths.getLast())
          .put("peakHeapMegabytes", memory.heap)
          .put("peakGitMegabytes", memory.git)
          .put("peakResidentMegabytes", memory.resident);
    }
  }

  /// Megabytes at the most.
  ///
  /// @param heap after collections, beyond what the graph keeps of it
  /// @param git resident, of all started processes together
  /// @param resident of this process with the graph that is embedded in it
  record Memory(long heap, long git, long resident) {
    String text() {
      return String.format(
          Locale.ROOT,
          "  beyond the graph at most     %9d MB: heap %d, git processes %d%n"
              + "  this process with the graph  %9d MB resident%n",
          heap + git,
          heap,
          git,
          resident);
    }
  }

  /// Takes the repository in after its first commits, which do not count.
  Result runWarm() {
    return run(WARM_UP);
  }

  /// Takes the repository in.
  Result run() {
    return run(0);
  }

  private Result run(int warmUp) {
    try (SampleState state = new SampleState(folder.resolve("state"))) {
      StockGit original = new StockGit(repository, Map.of());
      Path copy = state.layout().repository(NAME.value());
      original.run("clone", "-q", "--bare", ".", copy.toString());
      StockGit git = new StockGit(copy, Map.of());
      String branch = git.run("symbolic-ref", "--short", "HEAD").strip();
      if (warmUp > 0) {
        warmUp(state, git, copy, warmUp);
      }
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
            measured.tenths,
            measured.memory);
      }
    }
  }

  /// Takes the first commits of the repository in, under other names, until they are so many.
  private void warmUp(SampleState state, StockGit git, Path copy, int wanted) {
    List<String> listed = git.run("rev-list", "--topo-order", "--reverse", "HEAD").lines().toList();
    int commits = Math.min(wanted, listed.size());
    try (SampleGraph graph = new SampleGraph(state, folder.resolve("warm"));
        Projection projection = graph.projection()) {
      int rounds = Math.min(MOST_ROUNDS, Math.ceilDiv(wanted, commits));
      for (int round = 0; round < rounds; round++) {
        RepositoryName name = new RepositoryName("warm-" + round);
        Path bare = state.addRepository(name, "main");
        git.run("init", "-q", "--bare", "-b", "main", bare.toString());
        new StockGit(bare, Map.of())
            .run("fetch", "-q", copy.toString(), listed.get(commits - 1) + ":refs/heads/main");
        projection.project(new PushSource.Source(name));
        SampleHistory.grow(bare, "main", INCREMENT);
        projection.project(new PushSource.Source(name));
      }
    }
  }

  private record Measured(
      Cost fetched, Cost taken, Cost increment, List<Double> tenths, Memory memory) {}

  private Measured measure(SampleGraph graph, Path copy, String branch, long commits) {
    try (PeakHeap peak = new PeakHeap();
        Projection projection = graph.projection()) {
      Cost fetched = Cost.of(() -> fetch(projection, copy));
      IntakeSampler sampler = new IntakeSampler(() -> graph.counters().of(CounterNames.COMMITS));
      Cost taken;
      try (sampler) {
        taken = Cost.of(() -> projection.project(new PushSource.Source(NAME)));
      }
      long heap = peak.megabytes();
      requireTaken(graph, commits);
      requireSeen(projection.driver(), head(copy)); // so that the question is known to the server
      SampleHistory.grow(copy, branch, INCREMENT);
      String head = head(copy);
      Cost increment =
          Cost.of(
              () -> {
                projection.project(new PushSource.Source(NAME));
                requireSeen(projection.driver(), head);
              });
      requireTaken(graph, commits + INCREMENT);
      return new Measured(
          fetched,
          taken,
          increment,
          sampler.firstAndLastTenth(),
          new Memory(
              Math.max(0, heap - PeakHeap.keptMegabytes()),
              sampler.peakMegabytes(),
              IntakeSampler.ownPeakMegabytes()));
    }
  }

  private static void fetch(Projection projection, Path copy) {
    FetchOutcome outcome = projection.evidence().repository(NAME).fetch(copy.toUri().toString());
    if (!(outcome instanceof FetchOutcome.Fetched)) {
      throw new InfraException.Refused("fetching " + copy + ": found " + outcome);
    }
  }

  private static String head(Path repository) {
    return new StockGit(repository, Map.of()).run("rev-parse", "HEAD").strip();
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
