package com.caiatech.afdp.graphmodel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

class Neo4jFixtureTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  @BeforeEach
  void emptyDatabase() {
    NEO4J.reset();
  }

  @Test
  void theServerIsTheVersionThatTheBuildPins() {
    try (Session session = NEO4J.driver().session()) {
      String version =
          session
              .run(
                  "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version")
              .single()
              .get("version")
              .asString();
      assertThat(Neo4jFixture.IMAGE).isEqualTo("neo4j:" + version);
    }
  }

  @Test
  void clearingRemovesDataAndKeepsConstraints() {
    try (Session session = NEO4J.driver().session()) {
      session.run("CREATE CONSTRAINT one FOR (t:Thing) REQUIRE t.id IS UNIQUE").consume();
      session.run("UNWIND range(1, 100) AS i CREATE (:Thing {id: i})-[:OF]->(:Other)").consume();

      NEO4J.clear();

      assertThat(count(session, "MATCH (n) RETURN count(n) AS n")).isZero();
      assertThat(count(session, "SHOW CONSTRAINTS YIELD name RETURN count(*) AS n")).isOne();
    }
  }

  @Test
  void resettingRemovesConstraintsAndIndexesToo() {
    try (Session session = NEO4J.driver().session()) {
      session.run("CREATE CONSTRAINT one FOR (t:Thing) REQUIRE t.id IS UNIQUE").consume();
      session.run("CREATE INDEX two FOR (t:Thing) ON (t.name)").consume();

      NEO4J.reset();

      assertThat(count(session, "SHOW CONSTRAINTS YIELD name RETURN count(*) AS n")).isZero();
      assertThat(
              count(session, "SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN count(*) AS n"))
          .isZero();
    }
  }

  private static long count(Session session, String query) {
    return session.run(query).single().get("n").asLong();
  }
}
