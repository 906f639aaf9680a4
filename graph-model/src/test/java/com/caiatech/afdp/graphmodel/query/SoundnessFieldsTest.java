package com.caiatech.afdp.graphmodel.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is asked of the verdicts on deployments.
class SoundnessFieldsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void createSample() {
    NEO4J.clear();
    SampleGraph.create(NEO4J.driver());
  }

  @Test
  void aVerdictIsToldWithItsFindingsAndWithWhatTheRepositoriesSay() {
    assertThat(soundness(Map.of()))
        .containsExactly(
            "7 PENDING UNCHECKED []",
            "6 PENDING UNCHECKED []",
            "5 SOUND UNCHECKED []",
            "4 SOUND UNCHECKED []",
            "3 SOUND UNCHECKED []",
            "2 UNSOUND UNCHECKED [bad-signature]",
            "1 SOUND UNCHECKED []");
  }

  @Test
  void deploymentsAreFilteredByTheVerdictOnTheirRecords() {
    assertThat(soundness(Map.of("soundness", Map.of("in", List.of("UNSOUND", "PENDING")))))
        .containsExactly(
            "7 PENDING UNCHECKED []",
            "6 PENDING UNCHECKED []",
            "2 UNSOUND UNCHECKED [bad-signature]");
    assertThat(
            soundness(
                Map.of(
                    "soundness",
                    Map.of("eq", "UNSOUND"),
                    "environment",
                    Map.of("name", Map.of("eq", "staging")))))
        .isEmpty();
  }

  @Test
  void repositoriesAgreeOnceTheSetsOfEveryRoleWereComparedAndContradictOnceOneDiffers() {
    String states =
        "MATCH (:Deployment {sequence: $n})-[x:DEPLOYED {role: 'CONFIGURATION'}]->()"
            + " SET x.rangeState = $state";
    NEO4J
        .driver()
        .executableQuery(states)
        .withParameters(Map.of("n", 4, "state", "COUNT_ONLY"))
        .execute();
    NEO4J
        .driver()
        .executableQuery(states)
        .withParameters(Map.of("n", 5, "state", "MISMATCH"))
        .execute();
    assertThat(soundness(Map.of()))
        .contains("4 SOUND AGREE []", "5 SOUND CONTRADICT []", "3 SOUND UNCHECKED []");
    NEO4J.clear();
    SampleGraph.create(NEO4J.driver());
  }

  private List<String> soundness(Map<String, Object> filter) {
    Selection deployments =
        new Selection(
            "deployments",
            "deployments",
            Map.of("first", 10, "filter", filter),
            Set.of(),
            List.of(
                Selection.of(
                    "nodes",
                    Selection.of("sequence"),
                    Selection.of(
                        "soundness",
                        Selection.of("records"),
                        Selection.of("sources"),
                        Selection.of("findings", Selection.of("kind"))))));
    Row connection = (Row) Objects.requireNonNull(queries.fetch(deployments));
    List<String> told = new ArrayList<>();
    for (Object node : (List<?>) Objects.requireNonNull(connection.get("nodes"))) {
      Row soundness = (Row) Objects.requireNonNull(((Row) node).get("soundness"));
      told.add(
          "%s %s %s %s"
              .formatted(
                  ((Row) node).get("sequence"),
                  soundness.get("records"),
                  soundness.get("sources"),
                  ((List<?>) Objects.requireNonNull(soundness.get("findings")))
                      .stream().map(it -> ((Row) it).get("kind")).toList()));
    }
    return told;
  }
}
