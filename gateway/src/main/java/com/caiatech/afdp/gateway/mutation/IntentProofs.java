package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.platform.Platform;
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
  /// @param platform for which the intent counts
  RecordInput proven(Principal principal, Platform platform, Header header, RecordInput input) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new GatewayProver(key, platform.audience())
        .proven(header, input, now, authentication(principal));
  }

  private static GatewayProver.Authentication authentication(Principal principal) {
    return new GatewayProver.Authentication(
        principal.issuer(),
        principal.subject(),
        principal.authenticatedAt().truncatedTo(ChronoUnit.MILLIS),
        principal.roles().stream().sorted().map(Role::label).toList());
  }
}
