package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.GatewayAssertion;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.signing.Dsse;
import com.caiatech.afdp.schemas.signing.DsseCheck;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// The proof that a gateway makes: a DSSE envelope by one of its keys, around a {@link
/// GatewayAssertion} that names the statement by its digest.
final class GatewayProof {
  private GatewayProof() {}

  /// What stands against the proof; empty when it holds.
  static Optional<String> problem(Intent.Proof proof, Statement statement, TrustPolicy policy) {
    return switch (Dsse.check(
        proof.envelope(),
        GatewayAssertion.PAYLOAD_TYPE,
        policy.gatewayKeys(statement.audience()))) {
      case DsseCheck.Verified verified -> mismatch(verified.payload(), statement);
      case DsseCheck.UnknownKey(String keyId) ->
          Optional.of(
              "key "
                  + keyId
                  + " is no gateway's key for audience '"
                  + statement.audience()
                  + "' in policy "
                  + policy.version());
      case DsseCheck.BadSignature(Sha256 keyId) ->
          Optional.of("key " + keyId + " did not sign this assertion");
      case DsseCheck.Malformed(String reason) -> Optional.of(reason);
    };
  }

  private static Optional<String> mismatch(byte[] payload, Statement statement) {
    try {
      JsonNode tree = StrictJson.parse(payload, JsonLimits.STATEMENT);
      return mismatch(RecordJson.mapper().treeToValue(tree, GatewayAssertion.class), statement);
    } catch (SchemasException malformed) {
      return Optional.of("the payload is no assertion: " + malformed.getMessage());
    } catch (JsonProcessingException malformed) {
      return Optional.of("the payload is no assertion: " + malformed.getOriginalMessage());
    }
  }

  /// The canonical JSON of a statement or an assertion.
  static byte[] canonical(Object value) {
    return CanonicalJson.of(RecordJson.mapper().valueToTree(value));
  }

  /// What an assertion names the statement by.
  static Sha256 digest(Statement statement) {
    return Sha256.of(canonical(statement));
  }

  private static Optional<String> mismatch(GatewayAssertion assertion, Statement statement) {
    Sha256 digest = digest(statement);
    if (!assertion.statementSha256().equals(digest)) {
      return Optional.of(
          "it was made for another statement: expected "
              + digest
              + ", found "
              + assertion.statementSha256());
    }
    if (assertion
        .authenticatedAt()
        .isAfter(statement.issuedAt().plus(IntentVerifier.CLOCK_TOLERANCE))) {
      return Optional.of(
          "the person was authenticated at "
              + assertion.authenticatedAt()
              + ", after the statement was issued at "
              + statement.issuedAt());
    }
    return Optional.empty();
  }
}
