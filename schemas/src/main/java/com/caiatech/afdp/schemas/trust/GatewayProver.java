package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.GatewayAssertion;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.signing.Dsse;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import java.time.Instant;
import java.util.List;

/// Makes a gateway's proofs of what signed-in people mean, with a key that workers lack.
public final class GatewayProver {
  private final Ed25519SigningKey key;
  private final String audience;

  /// Proves with this key.
  ///
  /// @param audience the platform that statements are made to; the policy binds the key to it
  public GatewayProver(Ed25519SigningKey key, String audience) {
    this.key = key;
    this.audience = audience;
  }

  /// The input with the intent of the person who causes it, stated now.
  ///
  /// @param header of the record that the action leaves; its timestamp may differ in the end
  /// @throws IllegalArgumentException where no person causes it
  public RecordInput proven(
      Header header, RecordInput input, Instant now, Authentication authentication) {
    Statement statement = PersonAction.statement(header, input, audience, now);
    return input.with(prove(statement, authentication));
  }

  /// The statement with this gateway's proof.
  public Intent prove(Statement statement, Authentication authentication) {
    GatewayAssertion assertion =
        new GatewayAssertion(
            Sha256.of(GatewayProof.canonical(statement)),
            authentication.issuer(),
            Sha256.ofUtf8(authentication.issuer() + "\n" + authentication.subject()),
            authentication.authenticatedAt(),
            authentication.roles());
    Dsse envelope =
        Dsse.sign(GatewayAssertion.PAYLOAD_TYPE, GatewayProof.canonical(assertion), key);
    return new Intent(
        statement, List.of(new Intent.Proof(Intent.Proof.GATEWAY, envelope.toJson())));
  }

  /// How a person was authenticated. The subject leaves the gateway only as a digest.
  public record Authentication(
      String issuer, String subject, Instant authenticatedAt, List<String> roles) {
    public Authentication {
      roles = List.copyOf(roles);
    }
  }
}
