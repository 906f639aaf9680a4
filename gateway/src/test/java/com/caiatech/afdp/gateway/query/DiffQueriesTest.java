package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Differences as a client asks for them.
class DiffQueriesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  private static final String FOURTH = "018b0000-0000-7000-8000-000000000004";
  private static final String FIRST = "018b0000-0000-7000-8000-000000000001";
  private static final String DIFF =
      """
      query($from: DiffState!, $to: DiffState!, $service: String, $first: Int = 20) {
        diff(from: $from, to: $to, service: $service, first: $first) {
          exhausted serviceCount differingCount
          services {
            service { name } change
            from { serving { deployment { sequence status } } } to { serving { deployment { sequence status } } final }
            sources { role sameTree shippedCount withdrewCount unprojected(first: 2) { sha }
              withdrew(first: 2) { nodes { sha } totalCount pageInfo { hasNextPage } } fileCount }
          }
        }
      }
      """;

  private static final String COMPARE =
      """
      query($a: ID!, $b: ID!) {
        compare(a: $a, b: $b) {
          a { sequence } b { sequence } differing exhausted
          sources { role shippedCount withdrewCount from { sourceSha256 } to { sourceSha256 }
            files(first: 2) { path kind shipped withdrew } }
          checks { stage name a { status } b { status } }
        }
      }
      """;

  private static QueryEngine engine;

  @BeforeAll
  static void begin() {
    SampleGraph.create(NEO4J.driver());
    engine = new QueryEngine(NEO4J.driver(), keys);
  }

  private static Map<String, Object> state(String environment) {
    return Map.of("environment", environment);
  }

  @Test
  void twoEnvironmentsDifferByWhatServesInThem() {
    String answer =
        String.valueOf(
            engine.ask(
                DIFF,
                Map.of(
                    "from", state("staging"), "to", state("production"), "service", "checkout")));
    assertThat(answer)
        .doesNotContain("errors=")
        .contains("exhausted=true, serviceCount=1, differingCount=1")
        .contains("service={name=checkout}, change=CHANGED")
        .contains("from={serving=[{deployment={sequence=5,")
        .contains("to={serving=[{deployment={sequence=4, status=FAILED}}]")
        .contains("role=APPLICATION, sameTree=false, shippedCount=0, withdrewCount=1")
        .contains("nodes=[{sha=0009}], totalCount=1, pageInfo={hasNextPage=false}}, fileCount=2")
        .contains("role=CONFIGURATION, sameTree=false, shippedCount=0, withdrewCount=0");
  }

  @Test
  void aMomentIsToldAsItWasBelievedThen() {
    Map<String, Object> then =
        Map.of("environment", "production", "asOf", "2023-11-14T22:13:31.000Z");
    String answer =
        String.valueOf(
            engine.ask(
                DIFF, Map.of("from", then, "to", state("production"), "service", "checkout")));
    assertThat(answer)
        .doesNotContain("errors=")
        .contains("from={serving=[{deployment={sequence=2, status=RUNNING}}]")
        .contains("to={serving=[{deployment={sequence=4, status=FAILED}}], final=false}");
  }

  @Test
  void twoDeploymentsAreComparedInAllThatIsKnownOfThem() {
    String answer = String.valueOf(engine.ask(COMPARE, Map.of("a", FOURTH, "b", FIRST)));
    assertThat(answer)
        .doesNotContain("errors=")
        .contains("a={sequence=4}, b={sequence=1}")
        .contains("differing=[ENVIRONMENT, PLAN, REQUIRED_APPROVALS, ")
        .contains(", SOURCES]")
        .contains(
            "role=APPLICATION, shippedCount=0, withdrewCount=3, from=[{sourceSha256=src4}], to=[{sourceSha256=src1}]")
        .contains("files=[{path=README.md, kind=DOCUMENTATION, shipped=0, withdrew=");
    assertThat(answer)
        .isEqualTo(
            String.valueOf(
                engine.ask(COMPARE, Map.of("a", "urn:afdp:deployment:" + FOURTH, "b", FIRST))));
  }

  @Test
  void whatTheGraphDoesNotHaveAndWhatCannotBeMeantAreTold() {
    assertThat(error(Map.of("from", state("nowhere"), "to", state("production"))))
        .contains("NOT_FOUND", "from.environment: expected an environment that the graph has");
    engine.counting.take();
    for (String hostile : List.of("", "x".repeat(64), "y".repeat(100_000))) {
      assertThat(error(Map.of("from", state(hostile), "to", state("production"))))
          .contains("BAD_USER_INPUT", "from.environment: expected a name of 1 to 63 characters")
          .hasSizeLessThan(400);
    }
    for (int first : new int[] {0, -1, 101, Integer.MAX_VALUE}) {
      assertThat(error(Map.of("from", state("staging"), "to", state("production"), "first", first)))
          .contains("first: expected 1 to 100, found " + first);
    }
    assertThat(
            String.valueOf(engine.ask("{ compare(a: \"x\", b: \"" + FIRST + "\") { exhausted } }")))
        .contains(
            "a: expected a UUID in lower case or a global id urn:afdp:deployment:<uuid>, found 'x'");
    assertThat(engine.counting.take()).isZero();
    String none = "018b0000-0000-7000-8000-00000000ffff";
    assertThat(
            String.valueOf(
                engine.ask("{ compare(a: \"" + FIRST + "\", b: \"" + none + "\") { exhausted } }")))
        .contains("NOT_FOUND", "b: expected a deployment that the graph has, found none");
  }

  private static String error(Map<String, Object> variables) {
    Map<?, ?> answer = engine.ask(DIFF, variables);
    assertThat(String.valueOf(answer.get("data"))).isEqualTo("{diff=null}");
    return String.valueOf(answer.get("errors"));
  }
}
