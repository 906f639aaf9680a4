package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.security.Credentials;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.TestIssuer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A gateway that takes the tokens of an issuer, as a client sees it.
class TrustedIssuerTest {
  private static final String METADATA = "/.well-known/oauth-protected-resource";

  private static TestIssuer issuer;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    issuer = new TestIssuer();
    gateway =
        new TestGateway(new Credentials(TestGateway.tokens(), issuer.trusted(Map.of()), false));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static Http with(String token) {
    return Http.to(gateway.gateway.graphql())
        .accept(Http.NEW)
        .with("Authorization", "Bearer " + token);
  }

  @Test
  void aTokenOfTheIssuerIsAPerson() {
    Http.Reply reply = with(issuer.token(claims -> {})).query("{ me thread }");
    assertThat(reply.json().at("/data/me").asText())
        .isEqualTo(TestGateway.personId(TestIssuer.URL, TestIssuer.SUBJECT).value());
    assertThat(reply.json().at("/data/thread").asText()).isEqualTo("virtual");
  }

  @Test
  void whoHasNoneIsToldWhereToGetOne() {
    Http.Reply reply = with(TestGateway.token(Role.ADMIN)).query("{ me }");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("www-authenticate"))
        .isEqualTo(
            "Bearer realm=\"afdp\", resource_metadata=\"http://127.0.0.1:1%s\",".formatted(METADATA)
                + " error=\"invalid_token\"");
    JsonNode metadata = Http.to(gateway.uri(METADATA)).without("Authorization").get().json();
    assertThat(metadata.path("resource").asText()).isEqualTo("http://127.0.0.1:1");
    assertThat(metadata.path("authorization_servers").path(0).asText()).isEqualTo(TestIssuer.URL);
    assertThat(metadata.path("bearer_methods_supported").path(0).asText()).isEqualTo("header");
  }

  @Test
  void aTokenWithoutARoleIs403() {
    Http.Reply reply = with(issuer.token(claims -> claims.claim("roles", null))).query("{ me }");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.firstCode()).isEqualTo("FORBIDDEN");
    assertThat(reply.header("www-authenticate")).endsWith(", error=\"insufficient_scope\"");
  }

  @Test
  void aGatewayWithoutItsIssuersKeysSaysWhenToTryAgain() {
    try (TestIssuer away = new TestIssuer();
        TestGateway waiting =
            new TestGateway(new Credentials(TestGateway.tokens(), away.trusted(Map.of()), true))) {
      away.status = 503;
      Http.Reply reply =
          Http.to(waiting.gateway.graphql())
              .with("Authorization", "Bearer " + away.token(claims -> {}))
              .query("{ me }");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.firstCode()).isEqualTo("UNAVAILABLE");
      assertThat(reply.header("retry-after")).isEqualTo("5");
      Http local = Http.to(waiting.gateway.graphql());
      assertThat(local.query("{ me }").status()).isEqualTo(200);
      for (int i = 0; i < 60; i++) {
        assertThat(
                Http.to(waiting.gateway.graphql())
                    .with("Authorization", "Bearer afdp_guess" + i)
                    .query("{ me }")
                    .status())
            .isEqualTo(401);
      }
      Http.Reply throttled =
          Http.to(waiting.gateway.graphql())
              .with("Authorization", "Bearer afdp_guess")
              .query("{ me }");
      assertThat(throttled.status()).isEqualTo(429);
      assertThat(throttled.firstCode()).isEqualTo("OVERLOADED");
      assertThat(throttled.header("retry-after")).isEqualTo("1");
      assertThat(local.query("{ me }").status()).isEqualTo(200);
    }
  }

  @Test
  void withoutAnIssuerNothingIsThere() {
    try (TestGateway local = new TestGateway()) {
      assertThat(Http.to(local.uri(METADATA)).get().status()).isEqualTo(404);
    }
  }
}
