package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErrorsTest {
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
    return Http.to(gateway.gateway.graphql()).accept(Http.NEW);
  }

  @Test
  void aFaultOfOursGivesAnIdAndNothingElse() {
    Http.Reply reply = graphql().query("{ hello(name: \"x\") broken }");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.firstCode()).isEqualTo("INTERNAL");
    assertThat(reply.json().at("/errors/0/extensions/id").asText()).matches("[0-9a-f-]{36}");
    assertThat(reply.json().at("/errors/0/path/0").asText()).isEqualTo("broken");
    assertThat(reply.json().at("/data/hello").asText()).isEqualTo("hello x");
    assertThat(reply.text()).doesNotContain("secret", "hunter2", "Exception", "classification");
  }

  @Test
  void aRefusalKeepsItsCodeMessageAndDetails() {
    Http.Reply reply = graphql().query("{ refused }");
    assertThat(reply.text())
        .startsWith(
            "{\"errors\":[{\"message\":\"no such thing\",\"locations\":[{\"line\":1,\"column\":3}],"
                + "\"path\":[\"refused\"],\"extensions\":{\"code\":\"NOT_FOUND\",\"thing\":\"it\"}}],"
                + "\"data\":{\"refused\":null},");
  }

  @Test
  void aMissingValueOfOursIsAnInternalFaultAndDataIsNull() {
    Http.Reply reply = graphql().query("{ missing }");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("data").isNull()).isTrue();
    assertThat(reply.firstCode()).isEqualTo("INTERNAL");
  }

  @Test
  void anUnknownPathIs404InTheSameForm() {
    Http.Reply reply = Http.to(gateway.uri("/nowhere")).get();
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.firstCode()).isEqualTo("NOT_FOUND");
  }
}
