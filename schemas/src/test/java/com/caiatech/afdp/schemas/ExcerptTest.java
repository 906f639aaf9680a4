package com.caiatech.afdp.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void plainTextStaysAsItIs() {
    assertThat(Excerpt.of("expected {}, found '~'", 100)).isEqualTo("expected {}, found '~'");
    assertThat(Excerpt.of("Größe 試験 🚀", 100)).isEqualTo("Größe 試験 🚀");
  }

  @Test
  void whatIsNotPrintableIsShownByItsNumber() {
    assertThat(Excerpt.of("a\n\0\033[31m\u202e\u2028\ud800", 100))
        .isEqualTo("a\\u{a}\\u{0}\\u{1b}[31m\\u{202e}\\u{2028}\\u{d800}");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(Excerpt.of("0123456789", 10)).isEqualTo("0123456789");
    assertThat(Excerpt.of("0123456789a", 10)).isEqualTo("012345678…");
    assertThat(Excerpt.of("01234567🚀🚀", 10)).isEqualTo("01234567…");
    assertThat(Excerpt.of("n".repeat(70 << 20), 1_000)).hasSize(1_000);
  }

  @Test
  void noBytesGiveTextThatIsLongerOrThatATerminalObeys() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      for (String text :
          new String[] {
            new String(bytes, StandardCharsets.UTF_8), new String(bytes, StandardCharsets.UTF_16)
          }) {
        String shown = Excerpt.of(text, 100);
        assertThat(shown).hasSizeLessThanOrEqualTo(100);
        assertThat(shown.codePoints()).noneMatch(Character::isISOControl);
        assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .isEqualTo(shown);
      }
    }
  }
}
