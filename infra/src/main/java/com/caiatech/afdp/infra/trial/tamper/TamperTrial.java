package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.demo.DemoHistory;
import com.caiatech.afdp.infra.demo.DemoStory;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.runner.GraphRebuild;
import com.caiatech.afdp.infra.runner.Runner;
import com.caiatech.afdp.infra.runner.RunnerOptions;
import com.caiatech.afdp.infra.state.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/// Plays a thief on a demo's state with every thing that there is to steal, and compares what the
/// real detectors find with what they should: the verification of ledgers, the platform that runs,
/// the digest of the graph beside a rebuilt one, and the workers behind Temporal.
public final class TamperTrial {
  private static final Duration REBUILD = Duration.ofMinutes(10);
  private static final String ALL = "digest of every label above";

  private final Path folder;
  private final StateLayout layout;
  private final Random random;
  private final Consumer<String> progress;
  private final List<Outcome> outcomes = new ArrayList<>();

  /// @param folder an empty folder to work in
  /// @param seed picks victims
  /// @param progress takes what happens, a line at a time
  public TamperTrial(Path folder, long seed, Consumer<String> progress) {
    this.folder = folder;
    this.layout = new StateLayout(folder.resolve("state"));
    this.random = new Random(seed);
    this.progress = progress;
  }

  /// Runs the trial; when it returns, nothing of it runs any more.
  ///
  /// @param demo the state folder of a stopped demo, which is copied; where there is none, the demo
  ///   is told first
  public List<Outcome> run(Optional<Path> demo) {
    demo.ifPresent(this::copy);
    try (Runner platform = Runner.start(RunnerOptions.inProcess(layout.root()))) {
      if (demo.isEmpty()) {
        tellTheDemo(platform);
      }
      onLedgers(platform);
      progress.accept("under the running platform");
      outcomes.addAll(HostAttacks.carryOut(layout, platform.endpoints()));
      progress.accept("on the graph");
      outcomes.addAll(onGraph(platform));
    }
    progress.accept("rebuilding the graph");
    outcomes.add(rebuilt());
    return List.copyOf(outcomes);
  }

  private void onLedgers(Runner platform) {
    try (Loot loot = new Loot(layout, directory("copies"))) {
      try (Ledgers untouched = new Ledgers(loot)) {
        outcomes.add(new Outcome("nobody", "nothing", Outcome.NOTHING, untouched.findings()));
      }
      Honest honest = new Honest(loot, random);
      List<LedgerAttack> attacks = new ArrayList<>(PushAttacks.all(loot, random));
      attacks.addAll(WorkerKeyAttacks.all(loot, honest));
      attacks.addAll(RegistrationAttacks.all(loot));
      attacks.addAll(StoryAttacks.all(loot, honest));
      progress.accept(attacks.size() + " attacks on copies of the ledgers");
      attacks.forEach(attack -> outcomes.add(attack.carryOut(loot)));
      progress.accept("past the gateway");
      outcomes.addAll(TemporalAttacks.carryOut(platform.endpoints(), loot, honest));
    }
  }

  private List<Outcome> onGraph(Runner platform) {
    try (Driver driver =
        GraphDatabase.driver(
            platform.endpoints().bolt(), AuthTokens.basic(Neo4jServer.USER, password()))) {
      return GraphAttacks.carryOut(driver);
    }
  }

  private String password() {
    try {
      return Files.readString(layout.neo4jPassword()).strip();
    } catch (IOException failed) {
      throw new InfraException.Unavailable(
          "reading the graph's password failed: " + failed, failed);
    }
  }

  /// Whether the graph that is built anew tells of all that was done to the standing one.
  private Outcome rebuilt() {
    SortedSet<String> found = new TreeSet<>();
    GraphRebuild.run(layout.root(), REBUILD, progress)
        .differences()
        .forEach(
            it ->
                found.add(it.label() + (it.relationship() == null ? "" : " " + it.relationship())));
    return new Outcome(
        Thief.GRAPH_PASSWORD.toString(),
        "all of that, beside a rebuilt graph",
        ALL,
        found.containsAll(GraphAttacks.labels()) ? new TreeSet<>(List.of(ALL)) : found);
  }

  private void tellTheDemo(Runner platform) {
    progress.accept("telling the demo");
    new DemoStory(platform, line -> {}).play(directory("work"), new DemoHistory(Instant.now()));
  }

  private Path directory(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException failed) {
      throw new InfraException.Unavailable("making " + name + " failed: " + failed, failed);
    }
  }

  private void copy(Path demo) {
    if (!Files.isRegularFile(new StateLayout(demo).platform())) {
      throw new InfraException.WrongUsage(
          "--state: expected the state folder of a demo, found none at " + demo);
    }
    progress.accept("copying " + demo);
    try (Stream<Path> files = Files.walk(demo)) {
      for (Path file : files.toList()) {
        Path target = layout.root().resolve(demo.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (Files.isRegularFile(file)) {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException failed) {
      throw new InfraException.Unavailable("copying " + demo + " failed: " + failed, failed);
    }
  }
}
