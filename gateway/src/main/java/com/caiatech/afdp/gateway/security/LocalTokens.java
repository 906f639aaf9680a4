package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/// The gateway's own tokens. One is compared by its digest, with each known one and in constant
/// time, so that neither the time nor the order tells which was nearly right.
final class LocalTokens {
  static final Authentication UNKNOWN =
      new Authentication.Rejected("the bearer token is not known here");

  private final List<Known> known;
  private final Clock clock;

  private record Known(PersonId personId, LocalToken token) {}

  LocalTokens(
      List<LocalToken> tokens, BiFunction<String, String, PersonId> personIds, Clock clock) {
    this.known =
        tokens.stream()
            .map(token -> new Known(personIds.apply(token.issuer(), token.subject()), token))
            .toList();
    this.clock = clock;
  }

  Authentication judge(Sha256 digest) {
    byte[] presented = digest.bytes();
    Known found = null;
    for (Known candidate : known) {
      if (MessageDigest.isEqual(candidate.token.sha256().bytes(), presented)) {
        found = candidate;
      }
    }
    if (found == null) {
      return UNKNOWN;
    }
    LocalToken token = found.token;
    Instant now = clock.instant();
    if (!now.isBefore(token.expires())) {
      return new Authentication.Rejected(
          "the bearer token expired at " + token.expires() + "; have a new one made");
    }
    return new Authentication.Authenticated(
        new Principal(
            found.personId,
            token.issuer(),
            token.subject(),
            token.displayName(),
            token.grants(),
            now));
  }
}
