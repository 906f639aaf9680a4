package com.caiatech.afdp.gateway.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.schemas.id.Sha256;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;

class LocalTokensFuzzTest {
  private static final int MAX_BYTES = 2 * 1024;
  private static final String TOKEN = "test-token";
  private static final LocalTokens TOKENS =
      new LocalTokens(
          List.of(
              new LocalToken(
                  Sha256.ofUtf8(TOKEN), Set.of(Role.VIEWER), "local", "local-viewer", "V")),
          TestGateway::personId,
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  @FuzzTest
  void onlyTheTokenItselfIsLetInAndNoneIsRepeated(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    switch (TOKENS.authenticate(header)) {
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
                  "the bearer token is not known here");
    }
  }
}
