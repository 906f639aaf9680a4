package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.testing.TestPatience;
import graphql.introspection.IntrospectionQuery;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a request may ask.
class LimitsTest {
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        new TestGateway(
            HttpConfiguration.loopback(0), TestGateway.limits(TestPatience.LONGEST, 2), List.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Http graphql() {
    return Http.to(gateway.gateway.graphql()).accept(Http.NEW);
  }

  private static void assertTooComplex(Http.Reply reply, String limit) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.firstCode()).isEqualTo("TOO_COMPLEX");
    assertThat(reply.firstLimit()).isEqualTo(limit);
    assertThat(reply.json().has("data")).isFalse();
    assertThat(reply.text().length()).isLessThan(2_048);
  }

  @Test
  void theAnswerIsBounded() {
    String name = "n".repeat(TestGateway.MAX_RESPONSE / 2);
    String query = "query($n: String) { hello(name: $n) again: hello(name: $n) }";
    assertTooComplex(
        graphql().query(Map.of("query", query, "variables", Map.of("n", name))), "response");
    String less = name.substring(200);
    assertThat(graphql().query(Map.of("query", query, "variables", Map.of("n", less))).status())
        .isEqualTo(200);
  }

  @Test
  void depthIsBounded() {
    assertTooComplex(
        graphql().query("{ nested ".repeat(16) + "{ name }" + "}".repeat(16)), "depth");
    assertThat(
            graphql()
                .query("{ nested " + "{ nested ".repeat(13) + "{ name }" + "}".repeat(14))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aliasesAreBounded() {
    assertTooComplex(
        graphql()
            .query(
                IntStream.range(0, 51)
                    .mapToObj(i -> "a" + i + ": hello")
                    .collect(Collectors.joining(" ", "{", "}"))),
        "aliases");
  }

  @Test
  void directivesAreBounded() {
    assertTooComplex(
        graphql().query("{ hello " + "@include(if: true) ".repeat(51) + "}"), "directives");
  }

  @Test
  void tokensAreBounded() {
    assertTooComplex(graphql().query("{ " + "hello ".repeat(6_000) + "}"), "tokens");
  }

  @Test
  void fieldsAreCountedWhereverTheirFragmentIsSpread() {
    StringBuilder query = new StringBuilder("{ nested { ...F0 ...F0 } } ");
    for (int i = 0; i < 10; i++) {
      query.append("fragment F%d on Nested { ...F%d ...F%d } ".formatted(i, i + 1, i + 1));
    }
    query.append("fragment F10 on Nested { name }");
    assertTooComplex(graphql().query(query.toString()), "fields");
  }

  @Test
  void aCycleOfFragmentsIsAnErrorAndNoLoop() {
    Http.Reply reply =
        graphql()
            .query(
                "{ nested { ...A } } fragment A on Nested { ...B } fragment B on Nested { ...A }");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.firstCode()).isEqualTo("BAD_USER_INPUT");
  }

  @Test
  void nestedBracketsInADocumentDoNotOverflowTheStack() {
    Http.Reply reply = graphql().query("{ hello(name: " + "[".repeat(4_000));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().has("data")).isFalse();
  }

  @Test
  void introspectionThatWalksCyclesIsRefused() {
    assertTooComplex(
        graphql()
            .query(
                "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"),
        "introspection");
  }

  @Test
  void anExceededLimitIsAlso200WithoutDataForJson() {
    Http.Reply reply =
        Http.to(gateway.gateway.graphql())
            .accept(Http.OLD)
            .query("{ hello " + "@include(if: true) ".repeat(51) + "}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.firstCode()).isEqualTo("TOO_COMPLEX");
    assertThat(reply.json().has("data")).isFalse();
  }

  @Test
  void deepVariablesAreRefused() {
    String variables = "[".repeat(40) + "]".repeat(40);
    for (String accept : List.of(Http.NEW, Http.OLD)) {
      assertTooComplex(
          graphql()
              .accept(accept)
              .post(
                  "application/json",
                  "{\"query\":\"{ hello }\",\"variables\":{\"a\":" + variables + "}}"),
          "input");
    }
  }

  @Test
  void aBodyThatIsTooLargeIs413WhetherItsLengthIsToldOrNot() {
    byte[] body =
        ("{\"query\":\"{ hello }\",\"x\":\"" + "x".repeat(256 * 1024) + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    Http.Reply told =
        graphql()
            .with("Content-Type", "application/json")
            .send("POST", BodyPublishers.ofByteArray(body));
    assertThat(told.status()).isEqualTo(413);
    assertThat(told.firstCode()).isEqualTo("TOO_COMPLEX");
    assertThat(told.firstLimit()).isEqualTo("body");
    Http.Reply chunked =
        graphql()
            .with("Content-Type", "application/json")
            .send("POST", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    assertThat(chunked.status()).isEqualTo(413);
  }

  @Test
  void theStandardIntrospectionQueryPasses() {
    Http.Reply reply = graphql().query(Map.of("query", IntrospectionQuery.INTROSPECTION_QUERY));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/data/__schema/queryType/name").asText()).isEqualTo("Query");
  }

  @Test
  void theSchemaTellsNothingOfItselfUnlessThatIsAllowed() {
    try (TestGateway closed =
        new TestGateway(HttpConfiguration.loopback(0), LimitConfiguration.DEFAULTS, List.of())) {
      Http asked =
          Http.to(closed.gateway.graphql())
              .accept(Http.NEW)
              .with("Authorization", "Bearer " + TestGateway.token(Role.VIEWER));
      for (String query :
          List.of("{ __schema { queryType { name } } }", "{ __type(name: \"Query\") { name } }")) {
        Http.Reply reply = asked.query(query);
        assertThat(reply.firstCode()).as(reply.text()).isEqualTo("BAD_USER_INPUT");
        assertThat(reply.text()).doesNotContain("\"name\"");
      }
      assertThat(asked.query("{ __typename }").json().at("/data/__typename").asText())
          .isEqualTo("Query");
    }
  }
}
