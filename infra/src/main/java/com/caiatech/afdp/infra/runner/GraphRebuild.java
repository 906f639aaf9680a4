package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.digest.DigestDifference;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.rebuild.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/// Builds the graph of a stopped runner anew in a fresh folder and takes it into use only if it
/// says the same.
public final class GraphRebuild {
  private final StateLayout layout;
  private final Bootstrap bootstrap;
  private final Ports ports;
  private final Duration digestLimit;
  private final Consumer<String> progress;

  private GraphRebuild(StateLayout layout, Duration digestLimit, Consumer<String> progress) {
    this.layout = layout;
    this.bootstrap = Bootstrap.ensure(layout);
    this.ports = Ports.load(layout.ports());
    this.digestLimit = digestLimit;
    this.progress = progress;
  }

  /// Both digests.
  ///
  /// @param swapped whether the rebuilt graph is in use now
  public record Outcome(GraphDigest before, GraphDigest rebuilt, boolean swapped) {
    /// Where the two graphs differ.
    public List<DigestDifference> differences() {
      return before.facts().differences(rebuilt.facts());
    }
  }

  /// Rebuilds the graph of the state folder.
  ///
  /// @param digestLimit how long each of the two digests may take
  /// @throws InfraException.Refused when there is no platform in the folder
  /// @throws InfraException.Unavailable when a runner holds the folder, or a graph has no digest;
  ///   the graph before stays in use
  public static Outcome run(Path state, Duration digestLimit, Consumer<String> progress) {
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      return new GraphRebuild(folder.layout(), digestLimit, progress).run();
    } catch (GraphModelException fault) {
      throw new InfraException.Unavailable(
          "rebuilding the graph of "
              + state
              + ": "
              + fault.getMessage()
              + "; the graph before stays in use",
          fault);
    }
  }

  private Outcome run() {
    Path fresh = layout.neo4j().resolveSibling("neo4j.rebuilt");
    delete(fresh);
    progress.accept("reading the graph as it is");
    GraphDigest before;
    try (Neo4jServer server = server(layout.neo4j())) {
      before = digest(server);
    }
    GraphDigest rebuilt;
    try (Neo4jServer server = server(fresh)) {
      rebuilt =
          Rebuild.run(
              configuration(server),
              source -> Optional.empty(),
              source -> progress.accept("projected " + source),
              digestLimit);
    }
    boolean equal = before.sha256().equals(rebuilt.sha256());
    if (equal) {
      swap(fresh);
    } else {
      delete(fresh);
    }
    return new Outcome(before, rebuilt, equal);
  }

  private Neo4jServer server(Path folder) {
    int port = ports.take("bolt", Optional.empty());
    return Neo4jServer.start(folder, port, bootstrap.identities().neo4jPassword());
  }

  private GraphDigest digest(Neo4jServer server) {
    try (Driver driver =
        GraphDatabase.driver(
            server.boltUri(),
            AuthTokens.basic(Neo4jServer.USER, bootstrap.identities().neo4jPassword()))) {
      return GraphDigest.compute(driver, digestLimit);
    }
  }

  private ProjectionConfiguration configuration(Neo4jServer server) {
    return new ProjectionConfiguration(
        layout.platform(),
        layout.evidence(),
        new ProjectionConfiguration.Bolt(
            server.boltUri(), Neo4jServer.USER, bootstrap.identities().neo4jPassword()),
        bootstrap.identities().pinnedPolicy(),
        layout.pepper(),
        layout.people());
  }

  private void swap(Path fresh) {
    Path old = layout.neo4j().resolveSibling("neo4j.replaced");
    delete(old);
    try {
      Files.move(layout.neo4j(), old);
      Files.move(fresh, layout.neo4j());
    } catch (IOException failed) {
      throw new InfraException.Unavailable(
          "taking the rebuilt graph into use failed: "
              + failed
              + "; the old one is in "
              + old
              + " or "
              + layout.neo4j(),
          failed);
    }
    delete(old);
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new InfraException.Unavailable("deleting " + folder + " failed: " + failed, failed);
    }
  }
}
