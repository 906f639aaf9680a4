package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.caiatech.afdp.schemas.signing.DsseCheck.Verified;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

final class DsseFuzzTest {
  private static final int MAX_BYTES = 16 * 1024;
  private static final String TYPE = "application/vnd.afdp.test+json";
  private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(UTF_8);
  static final Ed25519SigningKey KEY = Ed25519SigningKey.generate();
  private static final Ed25519SigningKey OTHER = Ed25519SigningKey.generate();

  static Stream<byte[]> envelopes() {
    Dsse signed = Dsse.sign(TYPE, PAYLOAD, KEY);
    return Stream.of(signed, signed.alsoSignedBy(OTHER), Dsse.sign(TYPE, PAYLOAD, OTHER))
        .map(envelope -> envelope.toJson().toString().getBytes(UTF_8));
  }

  @MethodSource("envelopes")
  @FuzzTest
  void anEnvelopeReadsBackAndVerifiesOnlyWhatWasSigned(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    JsonNode json;
    try {
      json = StrictJson.parse(bytes, JsonLimits.ENVELOPE);
    } catch (MalformedInput | LimitExceeded refused) {
      return;
    }
    DsseCheck found = Dsse.check(json, TYPE, Map.of(KEY.keyId(), KEY.verifyingKey()));
    if (found instanceof Verified verified) {
      assertThat(verified.payload()).isEqualTo(PAYLOAD);
      assertThat(verified.keyId()).isEqualTo(KEY.keyId());
    }
    try {
      Dsse envelope = Dsse.ofJson(json);
      ObjectNode written = envelope.toJson();
      assertThat(written).isEqualTo(json);
      assertThat(Dsse.ofJson(written)).isEqualTo(envelope);
    } catch (MalformedInput refused) {
      assertThat(found).isEqualTo(new DsseCheck.Malformed(String.valueOf(refused.getMessage())));
    }
  }
}
