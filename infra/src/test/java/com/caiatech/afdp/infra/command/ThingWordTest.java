package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThingWordTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @ParameterizedTest
  @CsvSource({
    "urn:afdp:service:cart, urn:afdp:service:cart",
    "service:cart, urn:afdp:service:cart",
    "file:shop:src/a@b.java, urn:afdp:file:shop:src/a@b.java",
    "shop@" + SHA + ", urn:afdp:commit:shop:" + SHA,
    "01890a5d-ac96-774b-bcce-b302099a8057, 01890a5d-ac96-774b-bcce-b302099a8057"
  })
  void aThingIsNamedInEachOfItsWays(String word, String text) {
    assertThat(ThingWord.parse(word).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "cart", "service:", "version:x", "shop@", "@" + SHA, "shop@main", "1-1-1-1-1"})
  void aWordThatNamesNothingIsRefused(String word) {
    assertThatThrownBy(() -> ThingWord.parse(word)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongWordIsToldInPart() {
    assertThatThrownBy(() -> ThingWord.parse("x".repeat(3_000)))
        .hasMessageContaining("found 'xxx")
        .hasMessageEndingWith("…'");
  }
}
