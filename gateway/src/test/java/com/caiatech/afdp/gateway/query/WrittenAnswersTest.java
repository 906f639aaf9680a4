package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.execution.WrittenData;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Which answers are written by plans, and that nobody can tell them from graphql-java's.
class WrittenAnswersTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  private static final Principal AUDITOR = QueryEngine.principal(Role.AUDITOR);
  private static final Map<String, Object> FOURTH =
      Map.of("id", "018b0000-0000-7000-8000-000000000004");

  /// An object of an interface whose types have the fields in another order, fields under one name
  /// that several places ask for, and every kind of value.
  private static final String ALL_KINDS =
      """
      query ($id: ID!, $first: Int = 2, $more: Boolean! = true, $less: Boolean! = false) {
        __typename
        deployment(id: $id) {
          kind: __typename status openedAt sequence
          ...More @include(if: $more)
          reason @skip(if: $more)
          checks(stage: POST) { status cpuUsageAvg memoryPeak latencyP95 }
          evidence { path body signer { fingerprint } } evidence { index }
        }
        nodes(ids: ["urn:afdp:commit:shop:0009", "x", "urn:afdp:service:checkout"]) {
          ... on Commit { subject id author { displayName } }
          id
          __typename
          ... on Service { name id deployments(first: $first) {
            totalCount pageInfo { endCursor hasNextPage } edges { cursor node { sequence } } } }
        }
        again: service(name: "checkout") { name }
      }
      fragment More on Deployment {
        service { name @skip(if: $less) } environment { id ... on Environment { name } }
      }
      """;

  private static QueryEngine engine;
  private static QueryEngine planning;
  private static QueryEngine withoutPlans;

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
    engine = new QueryEngine(NEO4J.driver(), keys);
    planning = QueryEngine.planning(NEO4J.driver(), keys);
    withoutPlans = QueryEngine.withoutPlans(NEO4J.driver(), keys);
  }

  @Test
  void whatAPlanHasWrittenIsTheAnswer() {
    Map<String, Object> response = planning.ask(ALL_KINDS, FOURTH);

    assertThat(response.get("data")).as("%s", response).isInstanceOf(WrittenData.class);
    assertThat(QueryEngine.json(response))
        .isEqualTo(QueryEngine.json(withoutPlans.ask(ALL_KINDS, FOURTH)))
        .contains("\"kind\":\"Deployment\",\"status\":\"FAILED\"", "\"cost\":{\"requested\":");
  }

  @Test
  void everyChoiceOfDirectivesHasAPlanOfItsOwn() {
    for (boolean more : new boolean[] {true, false}) {
      for (boolean less : new boolean[] {true, false, true}) {
        Map<String, Object> variables =
            Map.of("id", FOURTH.get("id"), "more", more, "less", less, "first", 1);

        String answer = QueryEngine.json(engine.ask(ALL_KINDS, variables));

        assertThat(engine.isWritten()).as(answer).isTrue();
        assertThat(answer).isEqualTo(QueryEngine.json(withoutPlans.ask(ALL_KINDS, variables)));
        assertThat(answer.contains("\"reason\"")).isEqualTo(!more);
        assertThat(answer.contains("\"service\":{\"name\"")).isEqualTo(more && !less);
      }
    }
  }

  @Test
  void variablesThatAreGivenDifferentlyAreToldApart() {
    String query =
        """
        query ($filter: DeploymentFilter, $order: DeploymentOrder, $ids: [ID!] = []) {
          deployments(first: 9, filter: $filter, orderBy: $order) { nodes { sequence status } }
          nodes(ids: $ids) { id }
        }
        """;
    for (Map<String, Object> variables :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("filter", Map.of("status", Map.of("in", List.of("FAILED")))),
            Map.of("filter", Map.of("sequence", Map.of("gt", 4))),
            Map.of("order", Map.of("field", "STARTED_AT", "direction", "ASC")),
            Map.of("ids", List.of("urn:afdp:service:cart")))) {
      String answer = QueryEngine.json(engine.ask(query, variables));

      assertThat(engine.isWritten()).as(answer).isTrue();
      assertThat(answer).isEqualTo(QueryEngine.json(withoutPlans.ask(query, variables)));
    }
  }

  @Test
  void aNullWhereNoneMayBeTakesItsObjectWithItAsGraphQlJavaTellsIt() {
    String query =
        """
        { service(name: "checkout") { deployments(first: 9) {
            nodes { sequence ranIn: environment { id called: name } } } } }
        """;
    String remove = "MATCH (e:Environment {name: 'staging'}) SET e.called = e.name REMOVE e.name";
    String restore = "MATCH (e:Environment) WHERE e.called IS NOT NULL SET e.name = e.called";
    NEO4J.driver().executableQuery(remove).execute();
    try {
      engine.counting.take();

      String answer = QueryEngine.json(engine.ask(query));

      assertThat(engine.isWritten()).isFalse();
      assertThat(engine.counting.take()).isEqualTo(1);
      assertThat(withoutIds(answer))
          .isEqualTo(withoutIds(QueryEngine.json(planning.ask(query))))
          .isEqualTo(withoutIds(QueryEngine.json(withoutPlans.ask(query))))
          .contains(
              "\"path\":[\"service\",\"deployments\",\"nodes\",0,\"ranIn\",\"called\"]",
              "\"code\":\"INTERNAL\"",
              "\"ranIn\":null",
              "\"called\":\"production\"");
    } finally {
      NEO4J.driver().executableQuery(restore).execute();
    }
  }

  @Test
  void aValueOfNewerSoftwareIsToldByGraphQlJavaFromTheSameReading() {
    String query = "{ deployments(first: 9) { nodes { sequence outcome: status } } }";
    String set = "MATCH (d:Deployment {sequence: 4}) SET d.status = $status";
    NEO4J.driver().executableQuery(set).withParameters(Map.of("status", "HANDED_OVER")).execute();
    try {
      engine.counting.take();

      String answer = QueryEngine.json(engine.ask(query));

      assertThat(engine.isWritten()).isFalse();
      assertThat(engine.counting.take()).isEqualTo(1);
      assertThat(answer)
          .isEqualTo(QueryEngine.json(planning.ask(query)))
          .isEqualTo(QueryEngine.json(withoutPlans.ask(query)))
          .contains("NEWER_THAN_SOFTWARE", "\"outcome\":null");
    } finally {
      NEO4J.driver().executableQuery(set).withParameters(Map.of("status", "FAILED")).execute();
    }
  }

  @Test
  void oneTopLevelFieldThatFailsLeavesTheOthers() {
    String query = "{ bad: deployment(id: \"x\") { id } good: service(name: \"cart\") { name } }";
    engine.counting.take();

    String answer = QueryEngine.json(engine.ask(query));

    assertThat(engine.isWritten()).isFalse();
    assertThat(engine.counting.take()).isEqualTo(1);
    assertThat(answer)
        .isEqualTo(QueryEngine.json(withoutPlans.ask(query)))
        .contains("BAD_USER_INPUT", "\"bad\":null", "\"good\":{\"name\":\"cart\"}");
  }

  @Test
  void anAnswerThatIsLargerThanAllowedIsLeftToGraphQlJava() {
    String query = "{ service(name: \"cart\") { name } }";
    QueryEngine small = QueryEngine.planning(NEO4J.driver(), keys, 20);

    assertThat(small.ask(query).get("data")).isInstanceOf(Map.class);
    assertThat(small.counting.take()).isEqualTo(1);
    assertThat(planning.ask(query).get("data")).isInstanceOf(WrittenData.class);
  }

  @Test
  void whatNoPlanKnowsIsAnsweredByGraphQlJava() {
    String beside = " service(name: \"cart\") { name } ";
    Map<String, String> others =
        Map.of(
            "{ __schema { queryType { name } }" + beside + "}",
            "\"queryType\":{\"name\":\"Query\"}",
            "{ __type(name: \"Check\") { kind }" + beside + "}",
            "\"kind\":\"OBJECT\"",
            "{ graphDigest { nodes }" + beside + "}",
            "\"service\":{\"name\":\"cart\"}",
            "query ($name: String!) { service(name: $name) { name } }",
            "BAD_USER_INPUT");
    others.forEach(
        (query, expected) -> {
          assertThat(QueryEngine.json(engine.ask(AUDITOR, query, Map.of())))
              .isEqualTo(QueryEngine.json(withoutPlans.ask(AUDITOR, query, Map.of())))
              .contains(expected);
          assertThat(engine.isWritten()).as(query).isFalse();
        });
  }

  private static String withoutIds(String answer) {
    return Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        .matcher(answer)
        .replaceAll("an id");
  }
}
