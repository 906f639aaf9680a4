package com.caiatech.afdp.gateway.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.execution.SchemaWiring;
import graphql.language.Document;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricedOperationTest {
  private static final GraphQLSchema SCHEMA =
      UnExecutableSchemaGenerator.makeUnExecutableSchema(
          SchemaWiring.published(RuntimeWiring.newRuntimeWiring().build(), Map.of()).types());

  private static PricedOperation priced(String text) {
    Document document = Parser.parse(text);
    return PricedOperation.all(document, SCHEMA, PublishedPrices.all()).values().iterator().next();
  }

  private static long requested(String text) {
    return priced(text).requested(Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ __typename }                                                       | 0",
        "{ deployment(id: 1) { id status } }                                  | 1",
        "{ deployment(id: 1) { service { name } } }                           | 2",
        "{ deployment(id: 1) { soundness { findings { kind } } } }            | 3",
        "{ deployment(id: 1) { sources { role commit { author { id } } } } }  | 7",
        "{ deployments(first: 10) { nodes { id } } }                          | 11",
        "{ deployments(first: 10) { edges { cursor } pageInfo { endCursor } } } | 1",
        "{ deployments(first: 10) { edges { cursor node { service { id } } } } } | 21",
        "{ deployments(first: 10) { totalCount } }                            | 51",
        "{ deployments(first: 10) { nodes { shipped(first: 5) { nodes { id } } } } } | 71",
        "{ commit(repository: 1, sha: 1) { files(first: 7) { path } } }       | 8",
        "{ node(id: 1) { ... on Service { registration { team { id } } } } }  | 3",
        "{ a: service(name: 1) { id } b: service(name: 1) { id } }            | 2",
        "{ services(first: 1000000) { nodes { id } } }                        | 101",
        "{ services(first: -4) { nodes { id } } }                             | 2"
      })
  void pagesAreMultipliedDownTheTree(String text, long cost) {
    assertThat(requested(text)).isEqualTo(cost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ __typename }                                                       | 0",
        "{ deployment(id: 1) { id status } }                                  | 1",
        "{ deployment(id: 1) { service { name } environment { name } } }      | 5",
        "{ deployment(id: 1) { previous { previous { previous { id } } } } }  | 10",
        "{ deployments(first: 100) { nodes { checks { id } } pageInfo { endCursor } } } | 3",
        "{ deployments(first: 1) { edges { node { checks { deployment { id } } } } } } | 10",
        "{ deployment(id: 1) { ...F } } fragment F on Deployment { previous { checks { id } } } | 6",
        "{ a: service(name: 1) { id } b: service(name: 1) { id } }            | 2"
      })
  void lookUpsCountAsDeepAsTheyLie(String text, long nesting) {
    assertThat(priced(text).nesting()).isEqualTo(nesting);
  }

  @Test
  void aFragmentCountsWhereverItIsSpread() {
    String fragment = "fragment F on Service { registration { id } }";
    assertThat(requested("{ service(name: 1) { ...F ...F } } " + fragment)).isEqualTo(3);
    assertThat(
            requested(
                "{ services(first: 10) { ...P } } fragment P on ServiceConnection { nodes { ...F } }"
                    + fragment))
        .isEqualTo(21);
  }

  @Test
  void variablesAndTheirDefaultsAreResolvedAndTheUnknownIsTheDearest() {
    PricedOperation operation =
        priced("query($n: Int! = 7) { services(first: $n) { nodes { id } } }");
    assertThat(operation.requested(Map.of())).isEqualTo(8);
    assertThat(operation.requested(Map.of("n", 20))).isEqualTo(21);
    assertThat(operation.requested(Map.of("n", "twenty"))).isEqualTo(101);
    assertThat(requested("query($n: Int!) { services(first: $n) { nodes { id } } }"))
        .isEqualTo(101);
  }

  @Test
  void whatDirectivesLeaveOutIsFreeOnlyWhereThatIsKnown() {
    assertThat(requested("{ deployment(id: 1) { service @skip(if: true) { id } } }")).isEqualTo(1);
    assertThat(requested("{ deployment(id: 1) { ... @include(if: false) { service { id } } } }"))
        .isEqualTo(1);
    PricedOperation operation =
        priced("query($b: Boolean!) { deployment(id: 1) { service @include(if: $b) { id } } }");
    assertThat(operation.requested(Map.of("b", false))).isEqualTo(1);
    assertThat(operation.requested(Map.of("b", true))).isEqualTo(2);
    assertThat(operation.requested(Map.of())).isEqualTo(2);
  }

  @Test
  void fragmentsThatDoubleAreComputedOnceEachAndDoNotWrapAround() {
    String doubling =
        IntStream.range(0, 300)
            .mapToObj(i -> "fragment F%d on Service { ...F%d ...F%d }".formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(" ", "{ service(name: 1) { ...F0 } } ", " "));
    assertThat(requested(doubling + "fragment F300 on Service { registration { id } }"))
        .isEqualTo(Cost.MOST);
    String nested = "services(first: 100) { nodes { ".repeat(1);
    assertThat(
            requested(
                "{ "
                    + nested
                    + "deployments(first: 100) { nodes { service { ".repeat(12)
                    + "id"
                    + " } } }".repeat(12)
                    + " } } }"))
        .isEqualTo(Cost.MOST);
  }

  @Test
  void theFieldThatCostsMostIsNamed() {
    PricedOperation operation =
        priced(
            "{ service(name: 1) { id } a: incidents(first: 100) { nodes { title suspects(first: 9)"
                + " { score } services { id } } } }");
    assertThat(operation.heaviest(Map.of()))
        .isEqualTo(new PricedOperation.Heaviest("a.nodes.suspects", 300_900));
  }

  @Test
  void whatAnAnswerHoldsIsPricedByTheSameWeights() {
    PricedOperation operation =
        priced(
            "{ deployments(first: 10) { nodes { service { name } sources { commit { author { id } } } }"
                + " totalCount } node(id: 1) { ... on Service { registration { id } } } }");
    assertThat(operation.requested(Map.of())).isEqualTo(133);
    Map<String, Object> author = Map.of("commit", Map.of("author", Map.of("id", "a")));
    Map<String, Object> data =
        Map.of(
            "deployments",
            Map.of(
                "nodes",
                List.of(
                    Map.of("service", Map.of("name", "s"), "sources", List.of(author, author)),
                    Map.of("sources", List.of())),
                "totalCount",
                2),
            "node",
            Map.of());
    assertThat(operation.actual(data)).isEqualTo(1 + 2 + 1 + 4 + 50 + 1);
    assertThat(operation.actual(null)).isZero();
  }
}
