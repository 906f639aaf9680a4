package com.caiatech.afdp.lambdas.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

class PushPayloadFuzzTest {
  private static final int MAX_BYTES = 32 * 1024;

  /// The payload is read as a stream; its tree is the second reading.
  @FuzzTest
  void aPayloadSaysWhatItsTreeSays(byte[] body) throws IOException {
    if (body.length > MAX_BYTES) {
      return;
    }
    for (HostKind kind : HostKind.values()) {
      HostDialect.Naming naming = HostDialect.of(kind).naming();
      String text = new String(body, UTF_8);
      PushPayload payload;
      try {
        payload = PushPayload.read(text, naming);
        assertThat(payload.ref() + payload.before() + payload.after()).isNotNull();
      } catch (SchemasException.MalformedInput refused) {
        assertThat(refused.getMessage()).isNotBlank().hasLineCount(1);
        continue;
      }
      JsonNode tree = RecordJson.mapper().readTree(text);
      assertThat(tree.path("ref").textValue()).isEqualTo(payload.ref());
      assertThat(tree.path("before").textValue()).isEqualTo(payload.before());
      assertThat(tree.path("after").textValue()).isEqualTo(payload.after());
      assertThat(payload.names())
          .allSatisfy(
              name ->
                  assertThat(naming.names())
                      .anyMatch(
                          member ->
                              name.text()
                                  .equals(tree.path(naming.member()).path(member).textValue())));
    }
  }
}
