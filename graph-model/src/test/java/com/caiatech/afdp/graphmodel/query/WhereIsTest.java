package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// A history of many merges, which has more paths than anybody can walk.
class WhereIsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int MERGES = 60;

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void makeTheHistory() {
    new Migrations(NEO4J.driver()).apply();
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              """
              UNWIND range(0, $merges) AS i
              CREATE (:Commit {id: 'urn:afdp:commit:shop:' + i, sha: toString(i), repository: 'shop', n: i})
              WITH count(*) AS made UNWIND range(1, $merges) AS i
              MATCH (p:Commit {id: "urn:afdp:commit:shop:" + (i - 1)}), (c:Commit {id: "urn:afdp:commit:shop:" + i})
              CREATE (c)-[:PARENT {n: 1}]->(p)
              CREATE (c)-[:PARENT {n: 2}]->(:Commit {id: 'urn:afdp:commit:shop:side' + i, repository: 'shop'})
                -[:PARENT {n: 1}]->(p)
              """,
              Map.of("merges", MERGES))
          .consume();
      session
          .run(
              """
              MATCH (c:Commit {n: $merges})
              CREATE (:Commit {id: 'urn:afdp:commit:shop:aside', repository: 'shop'})-[:PARENT {n: 1}]->(c)
              CREATE (:Service {id: 'urn:afdp:service:shop', name: 'shop'})
              CREATE (:Environment {id: 'urn:afdp:environment:staging', name: 'staging'})
              CREATE (s:Step {id: 'urn:afdp:step:1', service: 'shop', environment: 'staging',
                  recordedAt: 1, ledgerIndex: 1})
                -[:STEP_OF {since: 1}]->(d:Deployment {id: 'urn:afdp:deployment:1'})
                -[:DEPLOYED {since: 1, role: 'APPLICATION'}]->(c)
              CREATE (s)-[:ROUTED {since: 1, weight: 100}]->(d)
              """,
              Map.of("merges", MERGES))
          .consume();
    }
  }

  private int found(String sha) {
    return rows(queries.fetch(
            with(Map.of("repository", "shop", "sha", sha), "whereIs", Selection.of("weight"))))
        .size();
  }

  @Test
  void aCommitBelowManyMergesIsFoundAndOneAsideIsNot() {
    assertThat(found("0")).isOne();
    assertThat(found("aside")).isZero();
    assertThat(found("60")).isOne();
  }
}
