package com.caiatech.afdp.schemas.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.caiatech.afdp.schemas.intent.GatewayAssertion;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.Dsse;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any payload under a gateway's own signature: that of a newer gateway, or of one whose key was
/// taken.
class GatewayProofFuzzTest {
  private static final int MAX_BYTES = 8 * 1024;
  private static final TestTrust TRUST = new TestTrust();
  private static final TrustPolicy POLICY = TRUST.trust();
  private static final Header HEADER = TestTrust.requestHeader(TestTrust.NOW);
  private static final RecordInput PROVEN = TRUST.proven(HEADER);
  private static final Intent INTENT = Objects.requireNonNull(PROVEN.body().intent());

  @MethodSource("assertions")
  @FuzzTest
  void aPayloadProvesByTheDigestOfTheStatementAlone(byte[] payload) throws IOException {
    if (payload.length > MAX_BYTES) {
      return;
    }
    LedgerRecord record = LedgerRecord.of(HEADER, PROVEN.with(proofOf(payload)));
    switch (IntentVerifier.verify(
        record, Series.DEPLOYMENT_MANIFESTS.firstVolume(), 7, TestTrust.NOW, POLICY)) {
      case IntentVerdict.Proven _ -> {
        JsonNode assertion = new JsonMapper().readTree(payload);
        assertThat(assertion.path("statement_sha256").textValue())
            .isEqualTo(record.tree().statementSha256().orElseThrow().value());
        assertThat(Instant.parse(assertion.path("authenticated_at").textValue()))
            .isBeforeOrEqualTo(TestTrust.NOW.plus(IntentVerifier.CLOCK_TOLERANCE));
      }
      case IntentVerdict.Unproven(String reason) ->
          assertThat(reason)
              .matches(
                  "(?s)proof 'gateway': (the payload is no assertion|it was made|the person).*");
      case IntentVerdict.NotNeeded notNeeded -> fail(notNeeded.toString());
      case IntentVerdict.Late late -> fail(late.toString());
    }
  }

  static Stream<byte[]> assertions() {
    String digest = LedgerRecord.of(HEADER, PROVEN).tree().statementSha256().orElseThrow().value();
    String assertion =
        """
        {"statement_sha256":"%s","issuer":"local","subject_sha256":"%s",\
        "authenticated_at":"2026-01-31T12:00:00.000Z","roles":["deployer"]}"""
            .formatted(digest, digest);
    return Stream.of(
            assertion,
            assertion.replace("\"roles\"", "\"device\":{\"kind\":\"phone\"},\"roles\""),
            assertion.replace("\"local\"", "null"),
            assertion.replace("2026-01-31T12", "9999-12-31T12"))
        .map(payload -> payload.getBytes(UTF_8));
  }

  private static Intent proofOf(byte[] payload) {
    Dsse envelope = Dsse.sign(GatewayAssertion.PAYLOAD_TYPE, payload, TRUST.gatewayKey);
    return new Intent(
        INTENT.statement(), List.of(new Intent.Proof(Intent.Proof.GATEWAY, envelope.toJson())));
  }
}
