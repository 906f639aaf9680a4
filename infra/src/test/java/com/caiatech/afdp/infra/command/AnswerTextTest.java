package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
  @Test
  void aListIsATable() throws JsonProcessingException {
    assertThat(
            text(
                """
                {"deployments": {"nodes": [
                  {"status": "FAILED", "service": {"name": "cart"}, "checks": [{"name": "a"}, {"name": "b"}]},
                  {"status": "SUCCEEDED", "service": {"name": "checkout"}, "checks": [], "reason": null}],
                  "pageInfo": {"hasNextPage": true, "endCursor": "abc"}, "totalCount": 7}}
                """))
        .isEqualToNormalizingNewlines(
            """
            status     service.name  checks  reason
            FAILED     cart          a, b
            SUCCEEDED  checkout              -
            … and more after abc
            7 in all\
            """);
  }

  @Test
  void anObjectIsALineForEachValueAndSeveralAnswersHaveNames() throws JsonProcessingException {
    assertThat(
            text(
                """
                {"one": {"sha": "beef", "author": {"personId": "p"}, "files": ["x", "y"]},
                 "none": null, "empty": {"edges": []}, "count": {"totalCount": 3}}
                """))
        .isEqualToNormalizingNewlines(
            """
            one:
            sha              beef
            author.personId  p
            files            x, y

            none:
            none

            empty:
            none

            count:
            totalCount  3\
            """);
  }

  @Test
  void aCellIsOneLineAndBounded() throws JsonProcessingException {
    assertThat(text("{\"a\": [{\"b\": \"x\\n\\ty %s\"}]}".formatted("z".repeat(100))))
        .isEqualToNormalizingNewlines("b\nx y " + "z".repeat(55) + "…");
  }

  @Test
  void aDocumentIsOneQuery() {
    assertThat(QueryDocument.read("query($a: Int, $b: Int) { x }", "q").variables())
        .containsExactlyInAnyOrder("a", "b");
    refused("{ x", "q: expected a query in GraphQL: ");
    refused("", "q: expected a query in GraphQL: ");
    refused("fragment F on X { y }", "q: expected one query, found 0 operations");
    refused("query A { x } query B { x }", "q: expected one query, found 2 operations");
    refused("mutation { x }", "q: expected a query, found a mutation");
    refused("x".repeat(QueryDocument.MAX_BYTES + 1), "q: expected a query of at most 262144 bytes");
    assertThatThrownBy(
            () -> QueryDocument.read("query($a: Int) { x }", "q").demandTaken(Set.of("asOf")))
        .isInstanceOf(InfraException.WrongUsage.class)
        .hasMessage("the query has no variable $asOf; its variables: $a");
  }

  private static void refused(String document, String message) {
    assertThatThrownBy(() -> QueryDocument.read(document, "q"))
        .isInstanceOf(InfraException.WrongUsage.class)
        .hasMessageStartingWith(message);
  }

  private static String text(String json) throws JsonProcessingException {
    return AnswerText.of(JsonMapper.builder().build().readTree(json));
  }
}
