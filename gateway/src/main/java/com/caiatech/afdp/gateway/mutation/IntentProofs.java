package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.GatewayAssertion;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.signing.Dsse;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Proves by a key that workers lack what an authenticated person meant.
final class IntentProofs {
  /// How long a worker may take to record what was stated.
  static final Duration VALID = Duration.ofMinutes(10);

  private final Ed25519SigningKey key;
  private final PlatformFile platform;
  private final Clock clock;

  IntentProofs(Ed25519SigningKey key, PlatformFile platform, Clock clock) {
    this.key = key;
    this.platform = platform;
    this.clock = clock;
  }

  /// The body with its intent, valid from now.
  PersonCaused proven(Stated stated) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Header header = stated.header(now);
    Statement statement =
        new Statement(
            stated.action().mutation(),
            header.recordId(),
            stated.subject(),
            stated.scope().environmentText(),
            stated.scope().serviceText(),
            stated.planSha256(),
            stated.principal().personId(),
            platform.current().audience(),
            now,
            now.plus(VALID),
            RecordCodec.inputDigest(stated.body()));
    Intent.Proof proof =
        new Intent.Proof(
            Intent.Proof.GATEWAY,
            Dsse.sign(
                    GatewayAssertion.PAYLOAD_TYPE,
                    canonical(assertion(stated.principal(), statement)),
                    key)
                .toJson());
    return stated.body().withIntent(new Intent(statement, List.of(proof)));
  }

  private static GatewayAssertion assertion(Principal principal, Statement statement) {
    return new GatewayAssertion(
        Sha256.of(canonical(statement)),
        principal.issuer(),
        Sha256.ofUtf8(principal.issuer() + "\n" + principal.subject()),
        principal.authenticatedAt().truncatedTo(ChronoUnit.MILLIS),
        principal.roles().stream().sorted().map(Role::label).toList());
  }

  private static byte[] canonical(Object value) {
    return CanonicalJson.of(RecordJson.mapper().valueToTree(value));
  }
}
