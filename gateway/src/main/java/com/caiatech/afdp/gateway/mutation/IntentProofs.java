package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Proves by a key that workers lack what an authenticated person meant.
final class IntentProofs {
  private final Ed25519SigningKey key;
  private final Clock clock;

  IntentProofs(Ed25519SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /// The input with its intent, valid from now for as long as the action may be.
  ///
  /// It vouches for the roles that count where the request has its effect, and for no others.
  RecordInput proven(Request request, Header header, RecordInput input) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new GatewayProver(key, request.platform().audience())
        .proven(header, input, now, authentication(request));
  }

  private static GatewayProver.Authentication authentication(Request request) {
    Principal principal = request.principal();
    return new GatewayProver.Authentication(
        principal.issuer(),
        principal.subject(),
        principal.authenticatedAt().truncatedTo(ChronoUnit.MILLIS),
        principal.roles(TouchedScopes.by(request)).stream().map(Role::label).toList());
  }
}
