package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.GraphQlHttpAudit;
import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlOverHttpTest {
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new TestGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Http graphql() {
    return Http.to(gateway.gateway.graphql());
  }

  @Test
  void allAuditsOfGraphqlHttpAreOk(@TempDir Path scratch) throws Exception {
    GraphQlHttpAudit.assertAllOk(gateway.gateway.graphql(), scratch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/graphql-response+json                                         | application/graphql-response+json
          application/json                                                          | application/json
          */*                                                                       | application/json
          application/*                                                             | application/json
          application/graphql-response+json, application/json                       | application/graphql-response+json
          application/json, application/graphql-response+json                       | application/graphql-response+json
          application/graphql-response+json;q=0.5, application/json                 | application/json
          application/graphql-response+json, */*;q=0.1                              | application/graphql-response+json
          application/graphql-response+json;q=0, */*                                | application/json
          application/json; charset=utf-8                                           | application/json
          application/graphql-response+json;charset=UTF-8                           | application/graphql-response+json
          APPLICATION/JSON                                                          | application/json
          text/html, application/xhtml+xml, */*;q=0.8                               | application/json
          application/graphql-response+json, application/json, text/event-stream    | application/graphql-response+json
          """)
  void theAnswersTypeIsTheOneThatTheClientPrefers(String accept, String expected) {
    Http.Reply reply = graphql().accept(accept).query("{ hello(name: \"you\") }");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo(expected + "; charset=utf-8");
    assertThat(reply.text())
        .isEqualTo(
            "{\"data\":{\"hello\":\"hello you\"},\"extensions\":{\"cost\":{\"requested\":1,\"budget\":50000,\"actual\":1}}}");
  }

  @Test
  void noAcceptHeaderMeansJson() {
    assertThat(graphql().query("{ __typename }").header("content-type"))
        .isEqualTo("application/json; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/xml",
        "application/json;q=0",
        "application/json;charset=latin1"
      })
  void anAcceptHeaderThatTakesNothingOfOursIsRefusedWith406(String accept) {
    Http.Reply reply = graphql().accept(accept).query("{ __typename }");
    assertThat(reply.status()).isEqualTo(406);
    assertThat(reply.firstCode()).isEqualTo("BAD_USER_INPUT");
  }

  @Test
  void nullsStandInTheAnswer() {
    assertThat(graphql().query("{ hello }").text()).startsWith("{\"data\":{\"hello\":null},");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{ unknownField }",
        "query Q($n: Int!) { count(of: $n) }",
        "query A { hello } query B { hello }",
        "fragment F on Query { hello }",
        ""
      })
  void whatFailsBeforeExecutionIs400OrFor200WithoutData(String query) {
    Http.Reply told = graphql().accept(Http.NEW).query(query);
    assertThat(told.status()).isEqualTo(400);
    assertThat(told.json().has("data")).isFalse();
    assertThat(told.firstCode()).isEqualTo("BAD_USER_INPUT");
    for (String accept : List.of(Http.OLD, "*/*")) {
      Http.Reply plain = graphql().accept(accept).query(query);
      assertThat(plain.status()).isEqualTo(200);
      assertThat(plain.json().has("data")).isFalse();
      assertThat(plain.json().path("errors")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"not a JSON",
        "",
        "[]",
        "[{\"query\":\"{ hello }\"}]",
        "\"{ hello }\"",
        "null",
        "{}",
        "{\"query\":1}",
        "{\"query\":null}",
        "{\"query\":{\"a\":1}}",
        "{\"query\":\"{ hello }\",\"variables\":\"x\"}",
        "{\"query\":\"{ hello }\",\"variables\":[1]}",
        "{\"query\":\"{ hello }\",\"operationName\":1}",
        "{\"query\":\"{ hello }\",\"extensions\":\"x\"}",
        "{\"query\":\"{ hello }\",\"query\":\"{ nested }\"}",
        "{\"query\":\"{ hello }\"} {}",
        "{\"query\":\"{ hello }\",\"variables\":{\"a\":01}}"
      })
  void whatIsNoGraphqlRequestIs400UnderBothTypes(String body) {
    for (String accept : List.of(Http.NEW, Http.OLD, "*/*")) {
      Http.Reply reply = graphql().accept(accept).post("application/json", body);
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.firstCode()).isEqualTo("BAD_USER_INPUT");
      assertThat(reply.json().has("data")).isFalse();
    }
  }

  @Test
  void aWrongParameterTypeIsNamed() {
    assertThat(
            graphql()
                .post("application/json", "{\"query\":\"{ hello }\",\"variables\":[1]}")
                .json()
                .at("/errors/0/message")
                .asText())
        .isEqualTo("reading the parameter 'variables': expected an object or null, found an array");
  }

  @Test
  void aBatchIsRefusedByName() {
    assertThat(
            graphql()
                .post("application/json", "[{\"query\":\"{ hello }\"}]")
                .json()
                .at("/errors/0/message")
                .asText())
        .isEqualTo("reading the body: expected one JSON object, found a batch");
  }

  @Test
  void bytesThatAreNotUtf8Are400() {
    Http.Reply reply =
        graphql()
            .with("Content-Type", "application/json")
            .send("POST", BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', '}'}));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/errors/0/message").asText())
        .isEqualTo("reading the body: expected UTF-8, found other bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=iso-8859-1",
        "application/jsonx"
      })
  void aPostThatIsNotJsonIs415AndChangesNothing(String contentType) {
    int before = gateway.changes.get();
    for (String body :
        List.of(
            "{\"query\":\"mutation { change(to: \\\"x\\\") }\"}",
            "query=mutation%20%7B%20change(to%3A%20%22x%22)%20%7D")) {
      Http.Reply reply = graphql().accept(Http.NEW).post(contentType, body);
      assertThat(reply.status()).isEqualTo(415);
      assertThat(reply.firstCode()).isEqualTo("BAD_USER_INPUT");
    }
    assertThat(gateway.changes.get()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "Application/JSON; charset=\"utf-8\""
      })
  void jsonInUtf8IsTaken(String contentType) {
    Http.Reply reply =
        graphql().post(contentType, "{\"query\":\"{ hello(name: \\\"Run🏃Swim🏊\\\") }\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/data/hello").asText()).isEqualTo("hello Run🏃Swim🏊");
  }

  @Test
  void getCarriesQueriesWithVariablesAndNames() {
    Http.Reply reply =
        graphql()
            .get(
                "query", "query A($n: String) { hello(name: $n) } query B { __typename }",
                "operationName", "A",
                "variables", "{\"n\":\"you\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/data/hello").asText()).isEqualTo("hello you");
  }

  @ParameterizedTest
  @ValueSource(strings = {Http.NEW, Http.OLD, "*/*", "text/event-stream"})
  void aMutationByGetIs405AndChangesNothing(String accept) {
    int before = gateway.changes.get();
    Http.Reply reply = graphql().accept(accept).get("query", "mutation { change(to: \"x\") }");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("POST");
    assertThat(gateway.changes.get()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{broken", "[]", "1", "\"x\""})
  void brokenVariablesInTheUrlAre400(String variables) {
    assertThat(graphql().get("query", "{ hello }", "variables", variables).status()).isEqualTo(400);
  }

  @Test
  void aParameterGivenTwiceInTheUrlIs400() {
    assertThat(graphql().get("query", "{ hello }", "query", "{ nested { name } }").status())
        .isEqualTo(400);
  }

  @Test
  void aGetWithoutQueryIs400() {
    assertThat(graphql().get().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
  void otherMethodsAre405(String method) {
    Http.Reply reply =
        graphql()
            .with("Content-Type", "application/json")
            .send(method, BodyPublishers.ofString("{\"query\":\"{ hello }\"}"));
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.firstCode()).isEqualTo("BAD_USER_INPUT");
  }

  @Test
  void headExecutesNothing() {
    assertThat(graphql().send("HEAD", BodyPublishers.noBody()).status()).isEqualTo(405);
  }

  @Test
  void anIntegerBeyondItsTypeIsAVariableError() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("query", "query Q($n: Int!) { count(of: $n) }");
    request.put("variables", Map.of("n", 3_000_000_000L));
    Http.Reply reply = graphql().accept(Http.NEW).query(request);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.firstCode()).isEqualTo("BAD_USER_INPUT");
  }

  @Test
  void nullParametersAreAbsentOnes() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("query", "{ hello }");
    request.put("variables", null);
    request.put("operationName", null);
    request.put("extensions", null);
    request.put("unknown", "ignored");
    assertThat(graphql().accept(Http.NEW).query(request).status()).isEqualTo(200);
  }

  @Test
  void operationsRunOnVirtualThreads() {
    assertThat(graphql().query("{ thread }").json().at("/data/thread").asText())
        .isEqualTo("virtual");
  }

  @Test
  void theRequestIdIsTheClientsOwnAndStandsInTheLogContext() {
    Http.Reply reply = graphql().with("X-Request-Id", "my-request-0001").query("{ requestId }");
    assertThat(reply.header("x-request-id")).isEqualTo("my-request-0001");
    assertThat(reply.json().at("/data/requestId").asText()).isEqualTo("my-request-0001");
  }

  @Test
  void aRequestIdThatCouldForgeALogLineIsReplaced() {
    Http.Reply reply = graphql().with("X-Request-Id", "x y;<z>").query("{ requestId }");
    assertThat(reply.header("x-request-id")).matches("[0-9a-f-]{36}");
  }

  @Test
  void thePrincipalIsThePersonOfTheToken() {
    assertThat(
            graphql()
                .with("Authorization", "Bearer " + TestGateway.token(Role.AUDITOR))
                .query("{ me }")
                .json()
                .at("/data/me")
                .asText())
        .isEqualTo(TestGateway.personId("local", "local-auditor").value());
  }
}
