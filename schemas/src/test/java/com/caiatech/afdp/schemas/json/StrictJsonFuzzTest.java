package com.caiatech.afdp.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

final class StrictJsonFuzzTest {
  private static final int MAX_BYTES = 64 * 1024;
  private static final ObjectMapper JACKSON =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @FuzzTest
  void whatIsReadIsWhatJacksonReadsAndHasOneCanonicalForm(byte[] bytes) throws IOException {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    JsonNode tree;
    try {
      tree = StrictJson.parse(bytes, JsonLimits.RECORD);
    } catch (MalformedInput | LimitExceeded refused) {
      assertThat(refused).hasMessageStartingWith("JSON refused at ");
      return;
    }
    assertThat(JACKSON.readTree(bytes)).isEqualTo(tree);
    byte[] canonical = CanonicalJson.of(tree);
    assertThat(CanonicalJson.canonicalBytes(canonical)).isEqualTo(canonical);
    assertThat(CanonicalJson.isCanonical(canonical)).isTrue();
    assertThat(CanonicalJson.isCanonical(bytes, tree)).isEqualTo(CanonicalJson.isCanonical(bytes));
  }

  @FuzzTest
  void whatExceedsALimitIsRefusedAndWhatDoesNotIsReadAlike(byte[] bytes) {
    JsonLimits tight = new JsonLimits(256, 4, 16, 8, 12);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    JsonNode tree;
    try {
      tree = StrictJson.parse(bytes, tight);
    } catch (SchemasException refused) {
      assertThat(refused).isInstanceOfAny(MalformedInput.class, LimitExceeded.class);
      return;
    }
    assertThat(bytes.length).isLessThanOrEqualTo(256);
    assertThat(depth(tree)).isLessThanOrEqualTo(4);
    assertThat(StrictJson.parse(bytes, JsonLimits.RECORD)).isEqualTo(tree);
  }

  private static int depth(JsonNode tree) {
    int deepest = 0;
    for (JsonNode child : tree) {
      deepest = Math.max(deepest, depth(child));
    }
    return tree.isContainerNode() ? deepest + 1 : 0;
  }
}
