package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.graphmodel.GraphDriver;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import java.nio.file.Path;
import java.util.Optional;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/// An empty graph of a server of its own, and where the evidence for it grows.
final class SampleGraph implements AutoCloseable {
  private final SampleState state;
  private final Path evidence;
  private final Neo4jServer server;
  private final Counters counters = new Counters();

  /// @param folder where nothing is yet
  SampleGraph(SampleState state, Path folder) {
    this.state = state;
    this.evidence = folder.resolve("evidence");
    int port = Ports.load(folder.resolveSibling("ports.json")).take("bolt", Optional.empty());
    this.server = Neo4jServer.start(folder.resolve("neo4j"), port, state.graphPassword());
  }

  ProjectionConfiguration configuration() {
    return state.configuration(evidence, server);
  }

  /// What the functions take repositories in with.
  Projection projection() {
    Projection projection = new Projection(configuration(), counters);
    projection.migrate();
    return projection;
  }

  /// What was counted since this was made.
  Counters counters() {
    return counters;
  }

  /// Makes sure that so many records, beside the trust policy, were taken in.
  ///
  /// @throws InfraException.Refused when there were others, or some do not count
  void requireTrusted(long records) {
    long entries = counters.of(CounterNames.ENTRIES);
    long untrusted = counters.of(CounterNames.VIOLATIONS);
    long mismatches = counters.of(CounterNames.RANGE_MISMATCHES);
    if (entries != records + 1 || untrusted > 0 || mismatches > 0) {
      throw new InfraException.Refused(
          "the benchmark's own ledgers: expected %d trusted records, found %d entries, of which %d do not count, and %d ranges of other commits"
              .formatted(records + 1, entries, untrusted, mismatches));
    }
  }

  /// The raw driver; the graph has its indexes.
  Driver driver() {
    Driver driver =
        GraphDatabase.driver(
            server.boltUri(),
            AuthTokens.basic(Neo4jServer.USER, state.graphPassword()),
            GraphDriver.settings().build());
    new Migrations(driver).apply();
    return driver;
  }

  @Override
  public void close() {
    server.close();
  }
}
