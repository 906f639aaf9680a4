package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
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
  private final CurrentPlatform platform;
  private final Clock clock;

  IntentProofs(Ed25519SigningKey key, CurrentPlatform platform, Clock clock) {
    this.key = key;
    this.platform = platform;
    this.clock = clock;
  }

  /// The input with its intent, valid from now for as long as the action may be.
  RecordInput proven(Principal principal, Header header, RecordInput input) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new GatewayProver(key, platform.current().audience())
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
