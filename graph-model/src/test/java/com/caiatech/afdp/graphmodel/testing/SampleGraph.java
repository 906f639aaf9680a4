package com.caiatech.afdp.graphmodel.testing;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;

/// A small graph with something of everything, for tests of queries: `sample.cypher` beside this
/// class.
public final class SampleGraph {
  private SampleGraph() {}

  /// Writes it into an empty database.
  public static void create(Driver driver) {
    new Migrations(driver).apply();
    try (Session session = driver.session()) {
      for (String statement : statements()) {
        session.run(statement).consume();
      }
      Neo4jFixture.awaitTexts(session);
    }
  }

  /// The statements that write it.
  public static String[] statements() {
    try (InputStream file =
        Objects.requireNonNull(SampleGraph.class.getResourceAsStream("sample.cypher"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip().split(";\\s*(\\n|$)");
    } catch (IOException unreadable) {
      throw new UncheckedIOException("reading sample.cypher", unreadable);
    }
  }
}
