package com.caiatech.afdp.graphmodel.query;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

class GraphQueryTimeoutTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  @BeforeAll
  static void writeTheSample() {
    GraphQueriesTest.writeTheSample();
  }

  @Test
  void aStatementThatTakesTooLongTimesOut() {
    GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              """
              UNWIND range(1, 4000) AS i
              CREATE (:Service {id: 'urn:afdp:service:z' + i, name: 'z' + i, many: true})
              CREATE (:Environment {id: 'urn:afdp:environment:z' + i, name: 'z' + i, many: true})
              """)
          .consume();
      assertThatThrownBy(
              () ->
                  queries.fetch(
                      Answers.with(
                          Map.of("repository", "shop", "sha", "0001"),
                          "whereIs",
                          Selection.of("role")),
                      Duration.ofMillis(1)))
          .isInstanceOf(GraphModelException.QueryTimedOut.class)
          .hasMessage(
              "whereIs: the statement took longer than it may; ask for less, or with a narrower"
                  + " filter");
      session.run("MATCH (n) WHERE n.many DELETE n").consume();
    }
  }
}
