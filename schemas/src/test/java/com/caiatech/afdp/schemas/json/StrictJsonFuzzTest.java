package com.caiatech.afdp.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Assumptions;

final class StrictJsonFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void whatIsReadHasOneCanonicalFormThatReadsBackEqual(byte[] bytes) {
    Assumptions.assumeTrue(bytes.length <= 64 * 1024);
    JsonNode tree;
    try {
      tree = StrictJson.parse(bytes, JsonLimits.RECORD);
    } catch (MalformedInput | LimitExceeded refused) {
      return;
    }
    byte[] canonical = CanonicalJson.of(tree);
    assertThat(CanonicalJson.isCanonical(canonical)).isTrue();
  }
}
