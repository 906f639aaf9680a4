package com.caiatech.afdp.graphmodel.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {
  private static final String ALPHABET =
      "aZé日1٣ \t\n\"\\*?~^:()[]{}+-!&|/.,;'`$<>=#@_%\uD83D\uDE00\uD83D";

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      nullValues = "none",
      quoteCharacter = '~',
      textBlock =
          """
          retry => +"retry" => none
          PaymentClient.retry => +"PaymentClient retry" => none
          src/main/java/Foo.java => +"src main java Foo java" => none
          "payment client" late => +"payment client" +"late" => none
          "payment client => +"payment client" => none
          ABC-123 => +"ABC" => +"ABC 123"
          #123 => none => +"123"
          Pay* => +Pay* => none
          src/Pay* => +"src" +Pay* => none
          v1.200* => +"v" => +v1.200*
          lib-2.17.1 => +"lib" => +"lib 2.17.1"
          lib 2.17* => +"lib" => +2.17*
          12ab* => none => +12ab*
          log4j late => +"log j" +"late" => +"log4j"
          OR -NOT +AND => +"OR" +"NOT" +"AND" => none
          a*b?c^d [x TO y] => +"a b c d" +"x" +"TO" +"y" => none
          reason:x /.*/ y\\\\E => +"reason x" +"y E" => none
          """)
  void nothingButLettersAndDigitsReachesAnIndex(
      String text, @Nullable String letters, @Nullable String numbers) {
    Map<String, @Nullable Object> parameters = SearchText.of("text", text).parameters();
    assertThat(parameters.get("letters")).isEqualTo(letters);
    assertThat(parameters.get("numbers")).isEqualTo(numbers);
  }

  @ParameterizedTest
  @CsvSource({
    "retry, fix PaymentClient.retry(), true",
    "RETRY, fix PaymentClient.retry(), true",
    "payment, fix PaymentClient.retry(), false",
    "Payment*, fix PaymentClient.retry(), true",
    "client.retry, fix PaymentClient.retry(), false",
    "PaymentClient.retry, see com.acme.PaymentClient::retry, true",
    "Foo.java, src/main/java/Foo.java, true",
    "main/Foo.java, src/main/java/Foo.java, false",
    "ABC-123, abc_123: done, true",
    "ABC-123, ABC-1234, false",
    "ABC-123, XABC-123, false",
    "ÜBER, über, true"
  })
  void aTextHasAWordWhereTheSameRunsFollowEachOther(String word, String text, boolean has) {
    List<?> patterns =
        (List<?>) Objects.requireNonNull(SearchText.of("text", word).parameters().get("patterns"));
    assertThat(patterns).allMatch(pattern -> text.matches(pattern.toString()) == has);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '1 to 12 words of letters and digits, found 0'",
    "'  *:* \" ', '1 to 12 words of letters and digits, found 0'",
    "a b c d e f g h i j k l m, 'found 13'",
    "ab*, 'at least 3 letters or digits before ''*'', found ''ab'''"
  })
  void whatHasNoWordsOrTooManyIsRefused(String text, String message) {
    assertThatThrownBy(() -> SearchText.of("text", text))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessageStartingWith("text: expected ")
        .hasMessageContaining(message);
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(() -> SearchText.of("text", "x".repeat(301)))
        .hasMessage("text: expected at most 300 characters, found 301");
  }

  @Test
  void anIdOfACommitIsAWordAloneOfAtLeastSevenDigits() {
    assertThat(SearchText.of("text", "A1b2c3d").parameters())
        .containsEntry("shas", List.of("a1b2c3d"));
    for (String other : List.of("a1b2c3", "a1b2c3g", "a1b2c3d late", "a1b2.c3d")) {
      assertThat(SearchText.of("text", other).parameters()).containsEntry("shas", List.of());
    }
  }

  /// Whatever somebody writes, an index is asked for quoted words and beginnings, and for nothing
  /// else.
  @Test
  void whateverIsWrittenAsksForWords() {
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int at = 0; at < length; at++) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      try {
        SearchText.of("text", text.toString())
            .parameters()
            .forEach(
                (key, asked) -> {
                  if (asked instanceof String query && !key.equals("first")) {
                    assertThat(query)
                        .as(text.toString())
                        .matches(
                            "(\\+(\"[\\p{L}\\p{N}._]+("
                                + " [\\p{L}\\p{N}._]+)*\"|[\\p{L}\\p{N}._]{3,}\\*)( |$))+");
                  }
                });
      } catch (GraphModelException.InvalidArgument refused) {
        assertThat(refused).hasMessageStartingWith("text: expected");
      }
    }
  }
}
