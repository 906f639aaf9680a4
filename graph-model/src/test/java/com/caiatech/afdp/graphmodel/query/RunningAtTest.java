package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// What served when: now, as of a moment, and whether that can change.
class RunningAtTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
  }

  @Test
  void aVolumeThatEndedKeepsNoAnswerFromBeingFinal() {
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              """
              MATCH (l:Ledger {volume: 'deployment-manifests'})
              SET l.endedAt = l.recordedAt + 1000
              CREATE (:Ledger {id: 'urn:afdp:ledger:deployment-manifests-2', size: 1,
                volume: 'deployment-manifests-2', series: 'deployment-manifests',
                recordedAt: l.recordedAt + 3000})
              RETURN l.recordedAt AS recorded
              """)
          .list(row -> row.get("recorded").asLong())
          .forEach(
              recorded -> {
                assertThat(isFinal(recorded + 500)).isFalse();
                assertThat(isFinal(recorded + 2000)).isTrue();
                assertThat(isFinal(recorded + 3000)).isFalse();
              });
      session
          .run(
              """
              MATCH (l:Ledger {volume: 'deployment-manifests'}) REMOVE l.endedAt
              WITH l MATCH (next:Ledger {volume: 'deployment-manifests-2'}) DELETE next
              """)
          .consume();
    }
  }

  private boolean isFinal(long moment) {
    return Boolean.TRUE.equals(checkoutAsOf(moment).get("final"));
  }

  @Test
  void whatServesFollowsFromTheNewestStep() {
    Row now =
        row(queries.fetch(runningAt(Map.of("service", "checkout", "environment", "production"))));
    assertThat(Answers.values(now.get("serving"), "weight")).containsExactly(100L);
    assertThat(row(rows(now.get("serving")).getFirst().get("deployment")).get("sequence"))
        .isEqualTo(4L);
    assertThat(now.get("final")).isEqualTo(false);
    assertThat(now.get("cut")).isEqualTo(List.of("deployment-manifests:30"));

    Row then = checkoutAsOf(1700000011000L);
    assertThat(row(rows(then.get("serving")).getFirst().get("deployment")).get("sequence"))
        .isEqualTo(2L);
    assertThat(then.get("recordedAt")).isEqualTo(1700000006000L);
    assertThat(then.get("final")).isEqualTo(true);
    assertThat(then.get("cut")).isEqualTo(List.of("deployment-manifests:12"));

    Row never =
        row(queries.fetch(runningAt(Map.of("service", "nobody", "environment", "staging"))));
    assertThat(rows(never.get("serving"))).isEmpty();
    assertThat(rows(never.get("evidence"))).isEmpty();
    assertThat(never.get("service")).isEqualTo("nobody");
  }

  private Row checkoutAsOf(long moment) {
    return row(
        queries.fetch(
            runningAt(
                Map.of(
                    "service",
                    "checkout",
                    "environment",
                    "production",
                    "asOf",
                    Instant.ofEpochMilli(moment)))));
  }

  private static Selection runningAt(Map<String, @Nullable Object> arguments) {
    return with(
        arguments,
        "runningAt",
        Selection.of("service"),
        Selection.of(
            "serving",
            Selection.of("weight"),
            Selection.of("deployment", Selection.of("sequence"))),
        Selection.of("recordedAt"),
        Selection.of("cut"),
        Selection.of("final"),
        Selection.of("evidence", Selection.of("index")));
  }
}
