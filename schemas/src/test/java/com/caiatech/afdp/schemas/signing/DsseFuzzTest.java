package com.caiatech.afdp.schemas.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.caiatech.afdp.schemas.signing.DsseCheck.Verified;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

final class DsseFuzzTest {
  private static final Ed25519SigningKey KEY = Ed25519SigningKey.generate();

  @FuzzTest(maxDuration = "30s")
  void noBytesButAnEnvelopeVerify(byte[] bytes) {
    JsonNode json;
    try {
      json = StrictJson.parse(bytes, JsonLimits.ENVELOPE);
    } catch (MalformedInput | LimitExceeded refused) {
      return;
    }
    assertThat(Dsse.check(json, "type", Map.of(KEY.keyId(), KEY.verifyingKey())))
        .isNotInstanceOf(Verified.class);
  }
}
