package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.graphmodel.GraphDriver;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.benchmark.query.Load.Asked;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/// Cypher by hand over the driver.
final class RawSide implements Side {
  private static final SessionConfig READING =
      SessionConfig.builder().withDefaultAccessMode(AccessMode.READ).build();
  private static final String ITEMS = "items";
  private static final String SIZE =
      """
      RETURN COUNT { (:Deployment) } AS deployments, COUNT { (:Commit) } AS commits,
        COUNT { (:Check) } AS checks, COUNT { (:Incident) } AS incidents
      """;

  private final Driver driver;

  RawSide(String bolt, String password) {
    this.driver =
        GraphDatabase.driver(
            bolt, AuthTokens.basic(Neo4jServer.USER, password), GraphDriver.settings().build());
  }

  /// What the question is asked about.
  private List<Map<String, Object>> subjects(Question question) {
    try (Session session = driver.session(READING)) {
      return session.run(question.subjects(), Map.of("subjects", Questions.SUBJECTS)).stream()
          .map(Record::asMap)
          .toList();
    }
  }

  /// All questions, each with what it is asked about.
  ///
  /// @throws InfraException.Refused where there is nothing to ask about
  List<Asked> asked() {
    List<Asked> all = new ArrayList<>();
    for (Question question : Questions.ALL) {
      List<Map<String, Object>> subjects = subjects(question);
      if (subjects.isEmpty()) {
        throw new InfraException.Refused(
            "%s: expected something to ask about, found nothing in the graph; make a larger one"
                .formatted(question.name()));
      }
      all.add(new Asked(question, subjects));
    }
    return all;
  }

  /// How large the graph is.
  String size() {
    try (Session session = driver.session(READING)) {
      Record found = session.run(SIZE).single();
      return "%s deployments, %s commits, %s checks, %s incidents"
          .formatted(
              found.get("deployments"),
              found.get("commits"),
              found.get("checks"),
              found.get("incidents"));
    }
  }

  @Override
  public String name() {
    return "raw driver";
  }

  @Override
  public boolean knows(Question question) {
    return true;
  }

  @Override
  public int ask(Question question, Map<String, Object> subject) {
    try (Session session = driver.session(READING)) {
      List<Record> rows = session.run(question.cypher(), subject).list();
      return rows.size() == 1 && rows.getFirst().containsKey(ITEMS)
          ? rows.getFirst().get(ITEMS).size()
          : rows.size();
    }
  }

  @Override
  public long cpuNanos() {
    return 0;
  }

  @Override
  public void close() {
    driver.close();
  }
}
