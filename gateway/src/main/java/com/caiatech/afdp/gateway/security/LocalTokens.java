package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Authenticates `Authorization: Bearer` headers (RFC 6750) against the configured tokens. A token
/// is compared by its digest, with each configured one and in constant time, so that neither the
/// time nor the order tells which was nearly right.
///
/// A second kind of credentials (OIDC) is tried beside this one and gives the same {@link
/// Authentication}.
public final class LocalTokens {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/=-]{1,512})");

  private final List<Known> known;
  private final Clock clock;

  private record Known(PersonId personId, LocalToken token) {}

  /// Knows the given tokens.
  ///
  /// @param personIds makes a person's id of issuer and subject
  public LocalTokens(
      List<LocalToken> tokens, BiFunction<String, String, PersonId> personIds, Clock clock) {
    this.known =
        tokens.stream()
            .map(token -> new Known(personIds.apply(token.issuer(), token.subject()), token))
            .toList();
    this.clock = clock;
  }

  /// Judges the credentials of a request.
  ///
  /// @param authorization the value of the `Authorization` header, if the request has one
  public Authentication authenticate(@Nullable String authorization) {
    if (authorization == null || authorization.isBlank()) {
      return new Authentication.Missing();
    }
    Matcher bearer = BEARER.matcher(authorization.strip());
    if (!bearer.matches()) {
      return new Authentication.Rejected(
          "expected 'Authorization: Bearer <token>' (RFC 6750), found another form");
    }
    byte[] presented = Sha256.ofUtf8(bearer.group(1)).bytes();
    Known found = null;
    for (Known candidate : known) {
      if (MessageDigest.isEqual(candidate.token.sha256().bytes(), presented)) {
        found = candidate;
      }
    }
    if (found == null) {
      return new Authentication.Rejected("the bearer token is not known here");
    }
    return new Authentication.Authenticated(
        new Principal(
            found.personId,
            found.token.issuer(),
            found.token.subject(),
            found.token.displayName(),
            found.token.roles(),
            clock.instant()));
  }
}
