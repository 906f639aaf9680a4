package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.Gateway;
import com.caiatech.afdp.gateway.GatewayParts;
import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Questions that would hold the database or the gateway: each is refused before any statement,
/// with the code that says why, in a small reply.
class QueryAttackTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final String SUSPECTS =
      "incidents(first: 100) { nodes { suspects(first: 100) { score } } }";

  @TempDir static Path keys;

  private static CountingDriver counting;
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    SampleGraph.create(NEO4J.driver());
    counting = new CountingDriver(NEO4J.driver());
    gateway =
        Gateway.start(
            TestGateway.configuration(HttpConfiguration.loopback(0), TestGateway.patient()),
            new GatewayParts(
                QueryEngine.wiring(counting.driver(), keys),
                TestGateway::take,
                TestGateway::noRefusals,
                TestGateway::personId,
                List.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                List.of()));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /// Costs little, and takes a database long to plan.
  private static final String NESTED =
      "{ "
          + "previous { ".repeat(11)
          + "status"
          + (" } service { deployments(first: 1) { nodes { id } } } checks { deployment { id } }"
                  + " approvals { decidedBy { id } }")
              .repeat(11)
          + " }";

  private static Http graphql() {
    return Http.to(gateway.graphql()).accept(Http.NEW);
  }

  private static String times(int count, String text) {
    return IntStream.range(0, count)
        .mapToObj(i -> text.formatted(i, i + 1))
        .collect(Collectors.joining(" "));
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        Arguments.of("cost", "{ " + times(50, "a%d: " + SUSPECTS) + " }"),
        Arguments.of("cost", "{ " + SUSPECTS + " }"),
        Arguments.of(
            "cost",
            "{ services(first: 100) { nodes { deployments(first: 100) { nodes { shipped(first: 100)"
                + " { nodes { files(first: 100) { path } } } } } } } }"),
        Arguments.of(
            "cost",
            "{ services(first: 100) { edges { node { deployments(first: 100) { edges { node {"
                + " evidence { body } } } } } } } }"),
        Arguments.of("cost", "{ " + times(5, "a%d: graphDigest { nodes }") + " }"),
        Arguments.of(
            "cost",
            "{ deployments(first: 100) { ...F0 } } "
                + times(7, "fragment F%d on DeploymentConnection { ...F%d ...F%2$d }")
                + " fragment F7 on DeploymentConnection { nodes { checks { evidence { id } } } }"),
        Arguments.of(
            "fields",
            "{ service(name: \"a\") { ...F0 } } "
                + times(60, "fragment F%d on Service { ...F%d ...F%2$d }")
                + " fragment F60 on Service { id }"),
        Arguments.of("fields", "{ service(name: \"a\") { " + "id name ".repeat(600) + "} }"),
        Arguments.of("aliases", "{ " + times(51, "a%d: service(name: \"a\") { id }") + " }"),
        Arguments.of(
            "directives",
            "{ services(first: 1) { nodes { id " + "@skip(if: false) ".repeat(51) + "} } }"),
        Arguments.of(
            "depth",
            "{ deployment(id: \"a\") { "
                + "previous { ".repeat(15)
                + "id"
                + " }".repeat(15)
                + " } }"),
        Arguments.of(
            "nesting", "{ " + times(4, "a%d: " + "deployment(id: \"a\") " + NESTED) + " }"),
        Arguments.of(
            "nesting", "{ deployment(id: \"a\", asOf: \"2030-01-01T00:00:00Z\") " + NESTED + " }"),
        Arguments.of("tokens", "{ " + "__typename ".repeat(6_000) + "}"),
        Arguments.of(
            "introspection",
            "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("attacks")
  void whatWouldCostTooMuchIsRefusedBeforeAnyStatement(String limit, String query) {
    counting.take();
    Http.Reply reply = graphql().query(query);
    assertThat(reply.firstCode()).as(reply.text()).isEqualTo("TOO_COMPLEX");
    assertThat(reply.firstLimit()).isEqualTo(limit);
    assertRefused(reply);
  }

  private static void assertRefused(Http.Reply reply) {
    assertThat(reply.json().has("data")).isFalse();
    assertThat(reply.status()).isBetween(400, 499);
    assertThat(reply.text().length()).isLessThan(2_048);
    assertThat(counting.take()).isZero();
  }

  @Test
  void theRefusalNamesCostBudgetAndTheDearestField() {
    Http.Reply reply =
        graphql().query("{ first: " + SUSPECTS + " services(first: 1) { nodes { id } } }");
    assertThat(reply.json().at("/errors/0/message").asText())
        .isEqualTo(
            "the operation: expected a cost of at most 50000, found 310103, of which"
                + " first.nodes.suspects costs 310000; nothing was executed; ask for less there,"
                + " for smaller pages by `first`, or in several requests");
    assertThat(reply.json().at("/errors/0/extensions").toString())
        .isEqualTo(
            "{\"code\":\"TOO_COMPLEX\",\"limit\":\"cost\",\"cost\":310103,\"budget\":50000,\"path\":\"first.nodes.suspects\"}");
  }

  @Test
  void pagesThatVariablesNameCountAsThese() {
    String query =
        "query($n: Int!) { incidents(first: $n) { nodes { suspects(first: $n) { score } } } }";
    counting.take();
    assertRefused(graphql().query(Map.of("query", query, "variables", Map.of("n", 100))));
    Http.Reply small = graphql().query(Map.of("query", query, "variables", Map.of("n", 3)));
    assertThat(small.json().has("errors")).as(small.text()).isFalse();
    assertThat(small.json().at("/extensions/cost/requested").asInt())
        .isEqualTo(1 + 3 * (1 + 3_003));
    assertThat(small.json().at("/extensions/cost/budget").asInt()).isEqualTo(50_000);
    assertThat(small.json().at("/extensions/cost/actual").asInt()).isBetween(1, 9_013);
  }

  @Test
  void namesThatAreLongDoNotMakeTheReplyLong() {
    counting.take();
    Http.Reply reply = graphql().query("{ " + "x".repeat(100_000) + ": " + SUSPECTS + " }");
    assertThat(reply.firstLimit()).isEqualTo("cost");
    assertRefused(reply);
  }

  @Test
  void cyclesOfFragmentsBatchesAndBodiesThatAreDeepOrLongAreRefused() {
    counting.take();
    assertRefused(
        graphql()
            .query(
                "{ services(first: 1) { ...A } } fragment A on ServiceConnection { ...B } fragment"
                    + " B on ServiceConnection { ...A }"));
    assertRefused(
        graphql()
            .post(
                "application/json",
                "["
                    + String.join(",", Collections.nCopies(500, "{\"query\":\"{ledgers{id}}\"}"))
                    + "]"));
    assertRefused(
        graphql()
            .post(
                "application/json",
                "{\"query\":\"{ledgers{id}}\",\"variables\":{\"a\":"
                    + "[".repeat(40)
                    + "]".repeat(40)
                    + "}}"));
    assertRefused(graphql().query("{ ledgers { id } } #" + "x".repeat(300 * 1024)));
  }

  /// Texts that mean something to Cypher, to Lucene, to regular expressions or to GraphQL.
  static Stream<String> injections() {
    return Stream.of(
        "x' OR 1=1 //",
        "zebra\"}) DETACH DELETE n //",
        "') CALL db.index.fulltext.drop('search_commits') //",
        "zebra OR subject:*",
        "*:*",
        "subject:[a TO z]",
        "checkout~2 zebra^9",
        "/.*/",
        "zebra\\E.*\\Q",
        "(".repeat(200),
        "$p0 ${p0} {{p0}} zebra",
        "zebra\u0000\u2028\uD83D");
  }

  @ParameterizedTest
  @MethodSource("injections")
  void aTextThatMeansSomethingElsewhereFindsNothingAndBreaksNothing(String text) {
    String query =
        "query($t: String!) { search(text: $t, first: 5) { nodes { excerpt } truncated } }";
    Http.Reply reply = graphql().query(Map.of("query", query, "variables", Map.of("t", text)));
    if (reply.json().has("errors")) {
      assertThat(reply.firstCode()).as(reply.text()).isEqualTo("BAD_USER_INPUT");
      assertThat(reply.text()).contains("1 to 12 words").doesNotContain("Exception", "lucene");
    } else {
      assertThat(reply.json().at("/data/search").toString())
          .isEqualTo("{\"nodes\":[],\"truncated\":false}");
    }
    Http.Reply after =
        graphql().query("{ search(text: \"checkout\", first: 1) { nodes { kind } } }");
    assertThat(after.json().at("/data/search/nodes/0/kind").asText()).isEqualTo("SERVICE");
  }
}
