package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.GatewayAssertion;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.SchemaProblem;
import com.caiatech.afdp.schemas.json.SchemaValidator;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.signing.Dsse;
import com.caiatech.afdp.schemas.signing.DsseCheck;
import com.caiatech.afdp.schemas.signing.Ed25519VerifyingKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The proof that a gateway makes: a DSSE envelope by one of its keys, around a {@link
/// GatewayAssertion} that names the statement by its digest.
final class GatewayProof {
  private static final SchemaValidator ASSERTION =
      SchemaValidator.ofResource(
          Intent.class, "gateway-assertion.schema.json", "/" + RecordJson.DEFINITIONS);

  private GatewayProof() {}

  /// The keys that may prove.
  ///
  /// @param place for whom and where, for messages
  record Keys(Map<Sha256, Ed25519VerifyingKey> byId, String place) {}

  /// What stands against the proof of the action; empty when it holds.
  static Optional<String> problem(
      Intent.Proof proof, LedgerRecord record, Action action, Statement statement, Keys keys) {
    return switch (Dsse.check(proof.envelope(), GatewayAssertion.PAYLOAD_TYPE, keys.byId)) {
      case DsseCheck.Verified verified -> mismatch(verified.payload(), record, action, statement);
      case DsseCheck.UnknownKey(String keyId) ->
          Optional.of("key " + keyId + " is no gateway's key for " + keys.place);
      case DsseCheck.BadSignature(Sha256 keyId) ->
          Optional.of("key " + keyId + " did not sign this assertion");
      case DsseCheck.Malformed(String reason) -> Optional.of(reason);
    };
  }

  /// The canonical JSON of a statement or an assertion that is being made.
  static byte[] canonical(Object value) {
    return CanonicalJson.of(RecordJson.mapper().valueToTree(value));
  }

  private static Optional<String> mismatch(
      byte[] payload, LedgerRecord record, Action action, Statement statement) {
    try {
      JsonNode tree = StrictJson.parse(payload, JsonLimits.STATEMENT);
      List<SchemaProblem> problems = ASSERTION.validate(tree);
      return problems.isEmpty()
          ? mismatch(
              RecordJson.payloads().treeToValue(tree, GatewayAssertion.class),
              record,
              action,
              statement)
          : Optional.of("the payload is no assertion: " + problems.getFirst());
    } catch (SchemasException | IllegalArgumentException malformed) {
      return Optional.of("the payload is no assertion: " + malformed.getMessage());
    } catch (JsonProcessingException malformed) {
      return Optional.of("the payload is no assertion: " + SchemaProblem.of(malformed));
    }
  }

  private static Optional<String> mismatch(
      GatewayAssertion assertion, LedgerRecord record, Action action, Statement statement) {
    Optional<Sha256> digest = record.tree().statementSha256();
    if (!digest.equals(Optional.of(assertion.statementSha256()))) {
      return Optional.of(
          "it was made for another statement: expected "
              + digest.map(Sha256::value).orElse("none")
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
    return action.roles().isEmpty() || assertion.roles().stream().anyMatch(action.roles()::contains)
        ? Optional.empty()
        : Optional.of(
            action
                + ": expected a person with the role "
                + action.roles().stream().sorted().collect(Collectors.joining(" or "))
                + ", found one with "
                + assertion.roles());
  }
}
