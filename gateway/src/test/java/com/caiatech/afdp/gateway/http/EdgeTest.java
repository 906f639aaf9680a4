package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.testing.TestPatience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {
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
  void noTokenIs401WithAChallenge() {
    for (String accept : List.of(Http.NEW, Http.OLD)) {
      Http.Reply reply = graphql().accept(accept).without("Authorization").query("{ __typename }");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.firstCode()).isEqualTo("UNAUTHENTICATED");
      assertThat(reply.header("www-authenticate")).isEqualTo("Bearer realm=\"afdp\"");
      assertThat(reply.header("content-type")).startsWith(accept);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Basic dXNlcjpwYXNz", "Bearer", "Bearer a b"})
  void aWrongTokenIs401AndNotRepeated(String authorization) {
    Http.Reply reply = graphql().with("Authorization", authorization).query("{ __typename }");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("www-authenticate"))
        .isEqualTo("Bearer realm=\"afdp\", error=\"invalid_token\"");
    assertThat(reply.text()).doesNotContain("wrong", "dXNlcjpwYXNz");
  }

  @Test
  void aTokenInTheQueryStringCountsForNothing() {
    assertThat(
            graphql()
                .without("Authorization")
                .get("query", "{ __typename }", "access_token", TestGateway.token(Role.ADMIN))
                .status())
        .isEqualTo(401);
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() {
    for (Http.Reply reply :
        List.of(
            graphql().query("{ __typename }"),
            graphql().without("Authorization").query("{ __typename }"),
            Http.to(gateway.gateway.health()).get(),
            Http.to(gateway.uri("/nowhere")).get())) {
      assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(reply.header("x-frame-options")).isEqualTo("DENY");
      assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(reply.header("content-security-policy")).startsWith("default-src 'none'");
      assertThat(reply.header("cache-control")).isEqualTo("no-store");
      assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("same-origin");
      assertThat(reply.header("x-request-id")).isNotEmpty();
      assertThat(reply.header("server")).isEmpty();
    }
  }

  @Test
  void noOriginIsAllowedByDefault() {
    Http.Reply preflight =
        graphql()
            .without("Authorization")
            .with("Origin", "https://evil.example")
            .with("Access-Control-Request-Method", "POST")
            .with("Access-Control-Request-Headers", "content-type")
            .send("OPTIONS", BodyPublishers.noBody());
    assertThat(preflight.status()).isEqualTo(403);
    assertThat(preflight.header("access-control-allow-origin")).isEmpty();
    assertThat(
            graphql()
                .with("Origin", "https://evil.example")
                .query("{ __typename }")
                .header("access-control-allow-origin"))
        .isEmpty();
  }

  @Test
  void aPageOfOurOwnIsAnswered() {
    assertThat(
            graphql()
                .with("Origin", "http://127.0.0.1:" + gateway.gateway.port())
                .query("{ __typename }")
                .status())
        .isEqualTo(200);
  }

  @Test
  void aConfiguredOriginIsAllowedAndNoOther() {
    HttpConfiguration http =
        new HttpConfiguration(
            "127.0.0.1",
            0,
            List.of(),
            List.of("https://console.example"),
            true,
            Duration.ofSeconds(15),
            HttpConfiguration.DEFAULT_REQUEST_TIMEOUT);
    try (TestGateway open = new TestGateway(http, LimitConfiguration.DEFAULTS, List.of())) {
      Http.Reply preflight =
          Http.to(open.gateway.graphql())
              .without("Authorization")
              .with("Origin", "https://console.example")
              .with("Access-Control-Request-Method", "POST")
              .with("Access-Control-Request-Headers", "content-type,authorization")
              .send("OPTIONS", BodyPublishers.noBody());
      assertThat(preflight.status()).isEqualTo(200);
      assertThat(preflight.header("access-control-allow-origin"))
          .isEqualTo("https://console.example");
      assertThat(preflight.header("access-control-allow-credentials")).isEmpty();
      Http.Reply other =
          Http.to(open.gateway.graphql())
              .with("Origin", "https://evil.example")
              .query("{ __typename }");
      assertThat(other.header("access-control-allow-origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example:80", "", "[::1", "localhost@evil"})
  void aHostHeaderThatIsNotOursIs421(String host) throws IOException {
    assertThat(statusLine(host)).isEqualTo("HTTP/1.1 421 Misdirected Request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:1234", "127.0.0.1", "[::1]:80", "LOCALHOST"})
  void theNamesOfLoopbackAreAnswered(String host) throws IOException {
    assertThat(statusLine(host)).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void aTraceparentIsTaken() {
    assertThat(
            graphql()
                .with("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .query("{ traceId }")
                .text())
        .startsWith("{\"data\":{\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"},");
  }

  private static String statusLine(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.gateway.port())) {
      socket.setSoTimeout((int) TestPatience.LONGEST.toMillis());
      socket
          .getOutputStream()
          .write(
              ("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.lines().findFirst().orElse("");
    }
  }
}
