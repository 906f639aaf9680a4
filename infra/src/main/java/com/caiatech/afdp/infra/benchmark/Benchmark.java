package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.benchmark.query.AttackBenchmark;
import com.caiatech.afdp.infra.benchmark.query.QueryBenchmark;
import com.caiatech.afdp.infra.benchmark.query.SaturationBenchmark;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.command.CommandRunner;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.infra.trial.PlatformProcess;
import com.caiatech.afdp.infra.trial.TrialService;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command line of the benchmarks: a table, or JSON, on stdout; progress on stderr.
///
/// Each kind of Temporal service gets a platform of its own on an empty state folder. Lag is
/// measured on the first one. Projection, rebuild and intake need no platform: a graph and the code
/// of the functions run in this process, on ledgers that it writes first, or on a copy of a
/// repository. Queries are asked on a graph that was made without its ledgers.
@Command(
    name = "benchmark",
    description = "Measures what the platform costs.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  infra/benchmark",
      "  infra/benchmark --only query --seconds 10 --warm-up 5",
      "  infra/benchmark --only projection,rebuild --rebuild-records 100000",
      "  infra/benchmark --only lag --seconds 300",
      "  infra/benchmark --only start",
      "  infra/benchmark --only attacks --attempts 1000",
      "  infra/benchmark --only saturation --seconds 120",
      "  AFDP_MAX_HEAP=5g infra/benchmark --only graph --graph-deployments 200000 --graph-services"
          + " 200 --graph-days 730",
      "  infra/benchmark --intake ~/src/checkout",
      "  infra/benchmark --temporal in_process,command --only overhead --deployments 10 --json",
      "  infra/benchmark --only lag,overhead --rates 50 --seconds 15 --against ../before --turns 2"
    })
public final class Benchmark implements Callable<ExitCode> {
  private static final int FLOOR_SAMPLES = 100;
  private static final int ATTEMPTS_BEFORE = 50;
  private static final Duration FORCED_FOR = Duration.ofSeconds(3);

  /// What can be measured.
  enum Part {
    /// From a durable record to the query that sees it.
    LAG,
    /// A deployment beyond the target's own time.
    OVERHEAD,
    /// Records from ledgers into the graph, beside raw writes of the same graph.
    PROJECTION,
    /// The whole graph from its ledgers, of three sizes.
    REBUILD,
    /// A source repository with all its history, beside `git log` and raw writes of the same graph.
    INTAKE,
    /// The graph of a generated organisation, without its ledgers.
    GRAPH,
    /// Questions to such a graph through the gateway, beside the raw driver and another server.
    QUERY,
    /// More questions than a gateway can answer.
    SATURATION,
    /// What a gateway has to refuse, beside a good request.
    ATTACKS,
    /// From a command until the platform is ready, beside the database alone.
    START
  }

  private static final Set<Part> WITH_PLATFORM = EnumSet.of(Part.LAG, Part.OVERHEAD);
  private static final Set<Part> OF_A_GRAPH = EnumSet.of(Part.QUERY, Part.SATURATION);

  @Option(
      names = "--only",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; default: all, or what --intake names.")
  private @Nullable Set<Part> only;

  @Option(
      names = "--temporal",
      split = ",",
      defaultValue = "in_process",
      description = "in_process, command or both. Default: ${DEFAULT-VALUE}.")
  private List<String> temporal = List.of();

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "1,50",
      description = "Records a second for the lag. Default: ${DEFAULT-VALUE}.")
  private List<Integer> rates = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "For each rate, and for each side of a query. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--deployments",
      defaultValue = "10",
      description = "For the overhead. Default: ${DEFAULT-VALUE}.")
  private int deployments;

  @Option(
      names = "--concurrency",
      split = ",",
      defaultValue = "1,16",
      description = "Queries at once. Default: ${DEFAULT-VALUE}.")
  private List<Integer> concurrency = List.of();

  @Option(
      names = "--warm-up",
      defaultValue = "10",
      description =
          "Seconds for each query and each side of it before it is measured. Default:"
              + " ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--without-peer",
      description = "Ask the gateway and the raw driver alone, and not @neo4j/graphql too.")
  private boolean withoutPeer;

  @Option(
      names = "--callers",
      defaultValue = "64",
      description = "Who ask at once for the saturation. Default: ${DEFAULT-VALUE}.")
  private int callers;

  @Option(
      names = "--attempts",
      defaultValue = "300",
      description = "How often each attack is tried. Default: ${DEFAULT-VALUE}.")
  private int attempts;

  @Option(
      names = "--starts",
      defaultValue = "3",
      description = "How often everything is started. Default: ${DEFAULT-VALUE}.")
  private int starts;

  @Mixin private LedgerOptions ledgers = new LedgerOptions();

  @Mixin private GraphOptions graph = new GraphOptions();

  @Mixin private IntakeOptions intake = new IntakeOptions();

  @Option(names = "--json", description = "Print JSON instead of the table.")
  private boolean json;

  @Nullable
  @Option(
      names = "--against",
      description =
          "Another checkout, built: its benchmark and this one's run in turns, and what lag and"
              + " overhead are of each other's is printed.")
  private Path against;

  @Option(
      names = "--turns",
      defaultValue = "2",
      description = "So often each, with --against. Default: ${DEFAULT-VALUE}.")
  private int turns;

  @Nullable
  @Option(names = "--folder", description = "An empty folder to work in; default: a new one.")
  private Path folder;

  private ExitCode code = ExitCode.DONE;
  private final ObjectNode report = JsonNodeFactory.instance.objectNode();

  /// Runs the benchmarks and exits with the code.
  public static void main(String[] arguments) {
    System.exit(CommandRunner.run(new Benchmark(), arguments));
  }

  @Override
  public ExitCode call() throws IOException {
    Path work = folder == null ? Files.createTempDirectory("afdp-benchmark") : folder;
    System.err.println("working in " + work);
    Set<Part> parts = only != null ? only : intake.parts();
    report.put("processors", Runtime.getRuntime().availableProcessors());
    if (against != null) {
      Turns.Result result =
          new Turns(checkout(), against, arguments(parts)).run(work.toAbsolutePath(), turns);
      result.toJson().forEach(figure -> report.withArray("turns").add(figure));
      (json ? System.err : System.out).print(result.text());
      return ended();
    }
    if (!Collections.disjoint(parts, WITH_PLATFORM)) {
      for (String kind : temporal) {
        measure(work.toAbsolutePath().resolve(kind), kind, parts);
      }
    }
    if (parts.contains(Part.PROJECTION)) {
      projection(work.toAbsolutePath().resolve("projection"));
    }
    if (parts.contains(Part.REBUILD)) {
      rebuild(work.toAbsolutePath().resolve("rebuild"));
    }
    if (parts.contains(Part.INTAKE)) {
      intake(work.toAbsolutePath().resolve("intake"));
    }
    Path made = graph.state(work.toAbsolutePath().resolve("graph"));
    if (parts.contains(Part.GRAPH)
        || (!Collections.disjoint(parts, OF_A_GRAPH) && !Files.exists(made))) {
      Files.createDirectories(made.getParent());
      GraphBenchmark.Result result = new GraphBenchmark(made).run(graph.scale());
      tell("graph", result.text(), result.toJson());
    }
    if (parts.contains(Part.QUERY)) {
      queries(made, work.toAbsolutePath().resolve("query"));
    }
    if (parts.contains(Part.SATURATION)) {
      SaturationBenchmark.Result result =
          new SaturationBenchmark(made, work.toAbsolutePath().resolve("saturation"))
              .run(callers, Duration.ofSeconds(seconds), System.err::println);
      tell("saturation", result.text(), result.toJson());
      code = result.holds() ? code : ExitCode.FAILED;
    }
    if (parts.contains(Part.ATTACKS)) {
      new AttackBenchmark(work.toAbsolutePath().resolve("attacks"))
          .run(ATTEMPTS_BEFORE, attempts, System.err::println)
          .forEach(result -> tell("attacks", result.text(), result.toJson()));
    }
    if (parts.contains(Part.START)) {
      Path folder = Files.createDirectories(work.toAbsolutePath().resolve("start"));
      StartBenchmark.Result result = new StartBenchmark(folder).run(starts);
      tell("start", result.text(), result.toJson());
    }
    return ended();
  }

  private ExitCode ended() {
    if (json) {
      System.out.println(report);
    }
    return code;
  }

  /// Benchmarks are run from the classes of the module `infra`, see `infra/afdp`.
  private static Path checkout() {
    try {
      return Path.of(Benchmark.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolve("../../..")
          .normalize();
    } catch (URISyntaxException odd) {
      throw new IllegalStateException(odd);
    }
  }

  private List<String> arguments(Set<Part> parts) {
    EnumSet<Part> compared = EnumSet.of(Part.LAG, Part.OVERHEAD);
    compared.retainAll(parts);
    return List.of(
        "--only",
        joined(compared),
        "--temporal",
        joined(temporal),
        "--rates",
        joined(rates),
        "--seconds",
        String.valueOf(seconds),
        "--deployments",
        String.valueOf(deployments));
  }

  private static String joined(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private void measure(Path work, String kind, Set<Part> parts) throws IOException {
    boolean first = kind.equals(temporal.getFirst());
    Path state = work.resolve("state");
    TrialService service = TrialService.make(Files.createDirectories(work));
    System.err.println("starting a platform with Temporal " + kind);
    try (PlatformProcess platform = PlatformProcess.start(state, kind)) {
      service.register(state);
      if (parts.contains(Part.OVERHEAD)) {
        OverheadBenchmark.Result result =
            new OverheadBenchmark(platform, service).run(kind, deployments);
        tell("overhead", result.text(), result.toJson());
      }
      if (first && parts.contains(Part.LAG)) {
        lag(platform, new StateLayout(state), work.resolve("floor"));
      }
    }
  }

  private void projection(Path work) {
    System.err.println("projecting records: warming up");
    ProjectionBenchmark.Result _ =
        new ProjectionBenchmark(
                work.resolve("warm"),
                ledgers.shape(ledgers.ofSubject.getFirst(), ledgers.together.getLast()))
            .run(ledgers.records);
    for (int ofSubject : ledgers.ofSubject) {
      for (int together : ledgers.together) {
        System.err.printf("projecting records of %d a subject, %d together%n", ofSubject, together);
        Path folder = work.resolve(ofSubject + "-" + together);
        ProjectionBenchmark.Result result =
            new ProjectionBenchmark(folder, ledgers.shape(ofSubject, together))
                .run(ledgers.records);
        tell("projection", result.text(), result.toJson());
      }
    }
  }

  private void rebuild(Path work) {
    SampleLedgers.Shape shape = ledgers.oneByOne();
    System.err.println("building a graph anew: warming up");
    RebuildBenchmark.Result _ =
        new RebuildBenchmark(work.resolve("warm"), shape).run(ledgers.warmUp());
    RebuildBenchmark.Result result =
        new RebuildBenchmark(work.resolve("measured"), shape).run(ledgers.rebuildRecords);
    tell("rebuild", result.text(), result.toJson());
  }

  private void intake(Path work) throws IOException {
    System.err.println("taking a source repository in");
    IntakeBenchmark.Result result =
        new IntakeBenchmark(Files.createDirectories(work), intake.repository(work)).runWarm();
    tell("intake", result.text(), result.toJson());
  }

  private void queries(Path graph, Path work) throws IOException {
    new QueryBenchmark(graph, work, Duration.ofSeconds(warmUp))
        .run(concurrency, Duration.ofSeconds(seconds), !withoutPeer, System.err::println)
        .forEach(result -> tell("query", result.text(), result.toJson()));
  }

  private void lag(PlatformProcess platform, StateLayout layout, Path work) throws IOException {
    Latencies floor;
    try (Driver graph =
        GraphDatabase.driver(
            platform.endpoints().bolt(),
            AuthTokens.basic(Neo4jServer.USER, Files.readString(layout.neo4jPassword()).strip()))) {
      floor = PushFloor.measure(work, graph, FLOOR_SAMPLES);
    }
    double forcedWrites = ForcedWrites.measure(work.resolve("forced"), FORCED_FOR);
    try (GatewayClient viewer = platform.client("viewer");
        GatewayClient manager = platform.client("incident-manager");
        PushedChecks checks = new PushedChecks(layout, platform.endpoints())) {
      lag(new LagBenchmark("pushed check results", checks, viewer, floor, forcedWrites));
      lag(
          new LagBenchmark(
              "incidents by mutation",
              LagBenchmark.reportedIncidents(manager),
              viewer,
              floor,
              forcedWrites));
    }
  }

  private void lag(LagBenchmark benchmark) {
    for (int rate : rates) {
      LagBenchmark.Result result = benchmark.run(rate, Duration.ofSeconds(seconds));
      tell("lag", result.text(), result.toJson());
    }
  }

  private void tell(String part, String text, ObjectNode result) {
    report.withArray(part).add(result);
    if (json) {
      System.err.print(text);
    } else {
      System.out.print(text);
    }
  }
}
