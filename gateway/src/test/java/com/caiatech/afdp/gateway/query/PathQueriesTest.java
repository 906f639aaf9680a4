package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Paths, and what can be reached, as a client asks for them.
class PathQueriesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  private static final String QUERY =
      """
      query($from: ID!, $to: ID!, $depth: Int, $paths: Int, $via: [ID!]) {
        paths(from: $from, to: $to, maxDepth: $depth, maxPaths: $paths, via: $via, relationships: [CAUSED_BY, SHIPPED, TOUCHED]) {
          exhausted truncatedAtDepth truncatedBy
          paths {
            length
            hops {
              start: from { __typename id ... on Incident { title } }
              to { __typename ... on Commit { sha author { personId } } ... on Deployment { sequence } ... on File { path repository { name } } }
              relationships { kind: type direction role inScope confidence added evidence { index signer { fingerprint } } }
            }
          }
        }
      }
      """;
  private static final String INCIDENT = "urn:afdp:incident:018b0000-0000-7000-8000-000000000101";

  private static QueryEngine engine;

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
    engine = new QueryEngine(NEO4J.driver(), keys);
  }

  @Test
  void anIncidentLeadsToACommitByTheDeploymentThatShippedIt() {
    Map<?, ?> answer =
        engine.ask(QUERY, Map.of("from", INCIDENT, "to", "urn:afdp:commit:shop:0007", "depth", 2));

    assertThat(answer.get("errors")).isNull();
    assertThat(String.valueOf(answer.get("data")))
        .startsWith(
            "{paths={exhausted=true, truncatedAtDepth=null, truncatedBy=null, paths=[{length=2, ")
        .contains("start={__typename=Incident, id=" + INCIDENT)
        .contains("to={__typename=Deployment, sequence=")
        .contains("to={__typename=Commit, sha=0007, author={personId=p_")
        .contains("kind=CAUSED_BY, direction=OUTGOING")
        .contains("kind=SHIPPED, direction=OUTGOING, role=APPLICATION, inScope=true")
        .contains("signer={fingerprint=f1}");
  }

  @Test
  void aThingThatIsNotThereIsNoMissingPath() {
    assertThat(error(Map.of("from", INCIDENT, "to", "urn:afdp:commit:shop:none")))
        .contains("NOT_FOUND")
        .contains("to: expected a thing that the graph has, found none");
    Map<?, ?> none =
        engine.ask(QUERY, Map.of("from", INCIDENT, "to", "urn:afdp:commit:shop:0007", "depth", 1));
    assertThat(String.valueOf(none.get("data")))
        .isEqualTo("{paths={exhausted=true, truncatedAtDepth=null, truncatedBy=null, paths=[]}}");
  }

  @Test
  void whatCannotBeMeantIsRefusedBeforeAnyStatement() {
    Map<String, Object> file = Map.of("to", "urn:afdp:file:shop:README.md");
    engine.counting.take();
    for (String hostile :
        List.of(
            "",
            "x",
            "urn:afdp:",
            "urn:afdp:commit:",
            "urn:afdp:version:x",
            "urn:afdp:commit' OR 1=1 //",
            "\u0000",
            "\uD800",
            "y".repeat(10_000))) {
      assertThat(error(Map.of("from", hostile, "to", INCIDENT)))
          .contains("BAD_USER_INPUT")
          .contains("from: expected a global id")
          .hasSizeLessThan(600);
    }
    for (int depth : new int[] {0, -1, 13, Integer.MAX_VALUE}) {
      assertThat(error(Map.of("from", INCIDENT, "to", file.get("to"), "depth", depth)))
          .contains("maxDepth: expected 1 to 12, found " + depth);
      assertThat(error(Map.of("from", INCIDENT, "to", file.get("to"), "paths", depth * 10)))
          .contains("maxPaths: expected 1 to 100");
    }
    assertThat(
            error(
                Map.of(
                    "from",
                    INCIDENT,
                    "to",
                    file.get("to"),
                    "via",
                    List.of("a", "b", "c", "d", "e"))))
        .contains("via: expected at most 4, found 5");
    assertThat(engine.counting.take()).isZero();
  }

  @Test
  void whatCanBeReachedIsToldWithItsPathPageByPage() {
    String query =
        """
        query($from: ID!, $kinds: [ThingKind!], $first: Int!, $after: String, $depth: Int = 2) {
          reachable(from: $from, kinds: $kinds, first: $first, after: $after, maxDepth: $depth) {
            truncatedAtDepth truncatedBy excludedKinds
            pageInfo { hasNextPage endCursor }
            edges { distance node { __typename ... on Commit { sha author { personId } } } path { length hops { relationships { type } } } }
          }
        }
        """;
    Map<String, Object> variables =
        Map.of("from", INCIDENT, "kinds", List.of("COMMIT"), "first", 1);
    Map<?, ?> first = engine.ask(query, variables);
    assertThat(first.get("errors")).isNull();
    assertThat(String.valueOf(first.get("data")))
        .contains("truncatedAtDepth=null, truncatedBy=null, excludedKinds=[SERVICE, ")
        .contains("distance=2, node={__typename=Commit, sha=")
        .contains("path={length=2, hops=[{relationships=[{type=CAUSED_BY}]}, ")
        .contains("hasNextPage=true");
    Matcher end = Pattern.compile("endCursor=([\\w-]+)").matcher(String.valueOf(first));
    assertThat(end.find()).isTrue();
    Map<String, Object> next = new HashMap<>(variables);
    next.put("after", end.group(1));
    assertThat(String.valueOf(engine.ask(query, next).get("data")))
        .contains("__typename=Commit")
        .isNotEqualTo(String.valueOf(first.get("data")));
    engine.counting.take();
    next.put("kinds", List.of("FILE"));
    assertThat(String.valueOf(engine.ask(query, next).get("errors")))
        .contains("BAD_USER_INPUT", "after: expected a cursor that the same question gave out");
    assertThat(
            String.valueOf(engine.ask(query, Map.of("from", INCIDENT, "first", 101)).get("errors")))
        .contains("BAD_USER_INPUT", "first: expected 1 to 100, found 101");
    assertThat(engine.counting.take()).isZero();
  }

  private static String error(Map<String, Object> variables) {
    Map<?, ?> answer = engine.ask(QUERY, variables);
    assertThat(String.valueOf(answer.get("data"))).isEqualTo("{paths=null}");
    return String.valueOf(answer.get("errors"));
  }
}
