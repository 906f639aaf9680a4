package com.caiatech.afdp.schemas.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

class PushEventFuzzTest {
  private static final int MAX_BYTES = 16 * 1024;

  @FuzzTest
  void aMessageReadsBackAndSaysWhatItsTreeSays(byte[] bytes) throws JsonProcessingException {
    String text = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    PushEvent event;
    try {
      event = PushEvent.parse(text);
    } catch (SchemasException.MalformedInput refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    assertThat(PushEvent.parse(event.json())).isEqualTo(event);
    assertThat(PushSource.parse(event.repository().fullName())).isEqualTo(event.repository());
    JsonNode tree = RecordJson.mapper().readTree(text);
    assertThat(tree.path("repository").asText()).isEqualTo(event.repository().fullName());
    assertThat(tree.path("ref").asText()).isEqualTo(event.ref());
    assertThat(tree.path("delivery").asText()).isEqualTo(event.delivery());
  }
}
