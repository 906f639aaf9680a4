package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Several attempts at one record: that of the only cause of the sample's first incident.
class StandingRecordTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final String ATTEMPTS =
      """
      MATCH (stated:Record {index: 21}) SET stated.verdict = 'key-out-of-range'
      WITH stated UNWIND [9, 100] AS place
      CREATE (r:Record {id: 'urn:afdp:record:incident-reports:' + place,
        recordId: stated.recordId, volume: 'incident-reports', index: place,
        recordedAt: stated.recordedAt, verdict: 'trusted'})
      RETURN DISTINCT r.recordId AS id
      """;
  private static final String INCIDENT = "018b0000-0000-7000-8000-000000000101";

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
  }

  @Test
  void theFirstAttemptThatCountsIsFoundByItsRecordIdAndIsTheEvidence() {
    String id =
        NEO4J
            .driver()
            .executableQuery(ATTEMPTS)
            .execute()
            .records()
            .getFirst()
            .get("id")
            .asString();

    Row record = row(queries.fetch(with(Map.of("id", id), "record", Selection.of("index"))));
    Row incident =
        row(
            queries.fetch(
                with(
                    Map.of("id", INCIDENT),
                    "incident",
                    Selection.of("causes", Selection.of("evidence", Selection.of("index"))))));

    assertThat(record.get("index")).isEqualTo(9L);
    assertThat(Answers.values(rows(incident.get("causes")).getFirst().get("evidence"), "index"))
        .containsExactly(9L);
  }
}
