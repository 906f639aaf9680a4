package com.caiatech.afdp.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.PersonId;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

final class PlainTextFuzzTest {
  private static final int MAX_BYTES = 4 * 1024;
  private static final PersonId ADA = new PersonId("p_" + "a".repeat(32));

  @FuzzTest
  void aTextIsTakenAsItIsAndItsMentionsAreReplacedOnce(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    switch (PlainText.check("reason", text, MAX_BYTES)) {
      case PlainTextCheck.Accepted(String accepted) -> assertThat(accepted).isEqualTo(text);
      case PlainTextCheck.Refused(String reason) -> assertThat(reason).startsWith("reason: ");
    }
    assertThat(PlainText.replaceMentions(text, name -> Optional.empty())).isEqualTo(text);
    String replaced = PlainText.replaceMentions(text, name -> Optional.of(ADA));
    assertThat(PlainText.replaceMentions(replaced, name -> Optional.of(ADA))).isEqualTo(replaced);
    if (PlainText.mentions(text).isEmpty()) {
      assertThat(replaced).isEqualTo(text);
    }
  }
}
