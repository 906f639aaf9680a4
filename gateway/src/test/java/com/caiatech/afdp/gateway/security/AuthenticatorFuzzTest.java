package com.caiatech.afdp.gateway.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.schemas.id.Sha256;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class AuthenticatorFuzzTest {
  private static final int MAX_BYTES = 2 * 1024;
  private static final String TOKEN = "afdp_test-token";
  private static final AtomicLong NANOS = new AtomicLong();

  /// No keys can be had, so no JWT can hold; and so much time passes between two that none is
  /// throttled.
  private static final Authenticator AUTHENTICATOR =
      new Authenticator(
          new Credentials(
              List.of(
                  new LocalToken(
                      Sha256.ofUtf8(TOKEN),
                      RoleGrant.everywhere(Role.VIEWER),
                      "local",
                      "local-viewer",
                      "V",
                      Instant.MAX)),
              new TrustedIssuer(
                  "https://login.example",
                  "afdp",
                  URI.create("http://127.0.0.1:1/keys"),
                  TrustedIssuer.DEFAULT_ALGORITHMS,
                  TrustedIssuer.DEFAULT_CLOCK_SKEW,
                  TrustedIssuer.DEFAULT_ROLES_CLAIM,
                  TrustedIssuer.DEFAULT_NAME_CLAIM,
                  Map.of()),
              true),
          TestGateway::personId,
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
          () -> NANOS.addAndGet(Duration.ofHours(1).toNanos()));

  @FuzzTest
  void onlyTheTokenItselfIsLetInAndNoneIsRepeated(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    switch (AUTHENTICATOR.authenticate(header, "here")) {
      case Authentication.Authenticated(Principal principal) -> {
        assertThat(principal.subject()).isEqualTo("local-viewer");
        assertThat(header.strip().toLowerCase(Locale.ROOT)).startsWith("bearer ");
        assertThat(header.strip().substring("bearer".length()).strip()).isEqualTo(TOKEN);
      }
      case Authentication.Missing() -> assertThat(header).isBlank();
      case Authentication.Rejected(String reason) ->
          assertThat(reason)
              .isIn(
                  "expected 'Authorization: Bearer <token>' (RFC 6750), found another form",
                  "the bearer token is not known here",
                  "the bearer token does not hold: it is signed by a key that is not among its"
                      + " issuer's, as asked for just now",
                  "the bearer token does not hold: expected a JWT, signed by one of [ES256, PS256,"
                      + " RS256] with a key of its issuer");
      case Authentication.Unavailable(String reason) ->
          assertThat(reason).startsWith("the keys of the tokens' issuer cannot be had");
      case Authentication.WithoutRole _, Authentication.Throttled _ ->
          throw new AssertionError("no such outcome: " + header);
    }
  }
}
