package com.caiatech.afdp.lambdas.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class GitHubDeliveryFuzzTest {
  private static final int MAX_BYTES = 32 * 1024;
  private static final String BODY = "{\"ref\":\"refs/heads/main\"}";

  static Stream<byte[]> headers() {
    String signature = SignedDelivery.signature(BODY);
    return Stream.of(signature, signature.toUpperCase(Locale.ROOT), " " + signature)
        .map(header -> header.getBytes(UTF_8));
  }

  /// The payload is read as a stream; its tree is the second reading.
  @FuzzTest
  void aPayloadSaysWhatItsTreeSays(byte[] body) throws IOException {
    if (body.length > MAX_BYTES) {
      return;
    }
    PushEvent event;
    try {
      event = GitHubDelivery.read(body, "d-1");
    } catch (SchemasException.MalformedInput refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    JsonNode tree = RecordJson.mapper().readTree(body);
    assertThat(tree.at("/repository/full_name").textValue())
        .isEqualTo(event.repository().fullName());
    assertThat(tree.path("ref").textValue()).isEqualTo(event.ref());
    assertThat(tree.path("before").textValue()).isEqualTo(event.before());
    assertThat(tree.path("after").textValue()).isEqualTo(event.after());
    assertThat(PushEvent.parse(event.json())).isEqualTo(event);
  }

  @MethodSource("headers")
  @FuzzTest
  void onlyTheSignatureItselfHolds(byte[] bytes) {
    String header = new String(bytes, UTF_8);
    if (bytes.length <= MAX_BYTES) {
      assertThat(new WebhookSignature(SignedDelivery.SECRET).holds(BODY.getBytes(UTF_8), header))
          .isEqualTo(header.equals(SignedDelivery.signature(BODY)));
    }
  }
}
