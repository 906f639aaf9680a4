package com.caiatech.afdp.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.SchemasException.ConfigurationFault;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
  private static final JsonLimits SMALL = new JsonLimits(200, 3, 10, 5, 20);

  @Test
  void readsTheSameTreeAsJacksonDoes() throws Exception {
    String json =
        "{\"a\":[1,-2,9007199254740991,-9007199254740991,0.5,1e30,true,false,null],"
            + "\"b\":{\"\":\"\\ud83d\\ude00 ü €\"}}";

    JsonNode tree = parse(json);

    assertThat(tree).isEqualTo(new ObjectMapper().readTree(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-0", "\"x\"", "null", " true\n", "[]", "{}"})
  void readsAnyValueAsADocument(String json) throws Exception {
    assertThat(parse(json)).isEqualTo(new ObjectMapper().readTree(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"a\":2} | the name 'a' stands twice in one object",
        "{} {} | found more input after the document, expected its end",
        "{}x | Unrecognized token 'x'",
        "`` | the input is empty, expected one JSON value",
        "[1 | end-of-input",
        "{\"a\" | end-of-input",
        "[\"abc | end-of-input",
        "[1,] | Unexpected character (']'",
        "[01] | Leading zeroes not allowed",
        "[+1] | Unexpected character ('+'",
        "[.5] | Unexpected character ('.'",
        "[NaN] | Non-standard token 'NaN'",
        "[Infinity] | Non-standard token 'Infinity'",
        "[-Infinity] | Non-standard token '-Infinity'",
        "[1e400] | the number 1e400 overflows a double",
        "[9007199254740992] | the integer 9007199254740992 is beyond 2^53-1",
        "[-9007199254740992] | the integer -9007199254740992 is beyond 2^53-1",
        "[123456789012345678901234567890] | is beyond 2^53-1",
        "[9007199254740993.0] | is an integer beyond 2^53-1",
        "[1e20] | the number 1e20 is an integer beyond 2^53-1",
        "[\"\\ud800\"] | the string holds the unpaired surrogate U+D800",
        "[\"\\udc00\\ud800\"] | the string holds the unpaired surrogate U+DC00",
        "{\"\\ud800x\":1} | the name holds the unpaired surrogate U+D800",
        "['a'] | Unexpected character (''' (code 39))",
        "{a:1} | Unexpected character ('a'",
        "[1] // note | maybe a (non-standard) comment",
        "[\"\\x\"] | Unrecognized character escape 'x'",
        "[\"\\u004\u0131\"] | expected four hexadecimal digits",
        "[\"\\u00 | expected four hexadecimal digits",
      })
  void refusesWhatIsNotStrictJson(String json, String reason) {
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> parse(json))
        .withMessageStartingWith("JSON refused at ")
        .withMessageContaining(reason);
  }

  @Test
  void refusesARawControlCharacterInAString() {
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> parse("[\"a\u0000\"]"))
        .withMessageContaining("Illegal unquoted character");
  }

  @Test
  void refusesAByteOrderMark() {
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> parse("\uFEFF{}"))
        .withMessage(
            "JSON refused at byte 0: found a byte order mark, expected UTF-8 without one (RFC 8259"
                + " 8.1)");
  }

  @Test
  void refusesInvalidUtf8AndNamesItsOffset() {
    byte[][] broken = {
      {'[', '"', (byte) 0xC3, '"', ']'}, // a sequence cut short
      {'[', '"', (byte) 0xC0, (byte) 0x80, '"', ']'}, // overlong
      {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'}, // a surrogate
      {'[', '"', (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"', ']'}, // past U+10FFFF
      {'[', '"', (byte) 0xE2, (byte) 0x82}, // cut at the end of the input
    };

    for (byte[] bytes : broken) {
      assertThatExceptionOfType(MalformedInput.class)
          .isThrownBy(() -> StrictJson.parse(bytes, JsonLimits.RECORD))
          .withMessage("JSON refused at byte 2: invalid UTF-8, expected UTF-8 (RFC 8259 8.1)");
    }
  }

  @Test
  void refusesOtherEncodings() {
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(charset));
      assertThatExceptionOfType(MalformedInput.class)
          .isThrownBy(() -> StrictJson.parse(bytes, JsonLimits.RECORD));
    }
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(
            () ->
                StrictJson.parse("\"ü\"".getBytes(StandardCharsets.ISO_8859_1), JsonLimits.RECORD));
  }

  @Test
  void namesLineColumnByteAndPointer() {
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> parse("{\"ü\":\n  {\"b/c\": [1, 9007199254740992]}}"))
        .withMessageContaining("line 2")
        .withMessageContaining("pointer '/ü/b~1c/1'");
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> parse("[\"€\" x]"))
        .withMessageContaining("line 1, column 7 (byte 8,");
  }

  @Test
  void refusesSizeBeforeParsing() {
    byte[] bytes = " ".repeat(201).getBytes(UTF_8);

    assertThatExceptionOfType(LimitExceeded.class)
        .isThrownBy(() -> StrictJson.parse(bytes, SMALL))
        .withMessage("JSON refused before parsing: at most 200 bytes are allowed, found 201");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[[[1]]]] | nested deeper than the 3 levels allowed",
        "{\"a\":{\"b\":{\"c\":{}}}} | nested deeper than the 3 levels allowed",
        "[\"12345678901\"] | string of 11 characters, at most 10 are allowed",
        "{\"123456\":1} | name of 6 characters, at most 5 are allowed",
        "[0.1234567890123456789] | number of 21 characters, at most 20 are allowed",
        "[000000000000000000001] | Leading zeroes",
      })
  void refusesWhatExceedsALimit(String json, String reason) {
    assertThatExceptionOfType(SchemasException.class)
        .isThrownBy(() -> StrictJson.parse(json.getBytes(UTF_8), SMALL))
        .withMessageContaining(reason);
  }

  @Test
  void refusesAHundredThousandBracketsWithoutOverflowingTheStack() {
    assertThatExceptionOfType(LimitExceeded.class)
        .isThrownBy(() -> parse("[".repeat(100_000)))
        .withMessageContaining("nested deeper than the 32 levels allowed");
  }

  @Test
  void refusesANumberOfAMillionDigitsAsALimit() {
    assertThatExceptionOfType(LimitExceeded.class)
        .isThrownBy(() -> parse("[" + "1".repeat(1_000_000) + "]"));
  }

  @Test
  void limitsAreChecked() {
    assertThatExceptionOfType(ConfigurationFault.class)
        .isThrownBy(() -> new JsonLimits(100, 513, 1, 1, 1))
        .withMessage("JsonLimits.maxDepth: expected 1 to 512, found 513");
  }

  private static JsonNode parse(String json) {
    return StrictJson.parse(json.getBytes(UTF_8), JsonLimits.RECORD);
  }
}
