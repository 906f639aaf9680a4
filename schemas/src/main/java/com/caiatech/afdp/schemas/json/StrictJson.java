package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Reads JSON (RFC 8259) under the restrictions of I-JSON (RFC 7493) and of {@link JsonLimits}.
///
/// Refused are: invalid UTF-8, a byte order mark, duplicate names, anything after the document,
/// escapes of other than hexadecimal digits, unpaired surrogates (written raw or as escapes), NaN
/// and infinities, leading zeros, integers beyond 2^53-1, numbers that overflow a double, and all
/// that exceeds a limit. The size is looked at before anything is decoded. Input that is not JSON
/// of this kind is a {@link MalformedInput}, input beyond a limit a {@link LimitExceeded}; each
/// names line, column, byte offset and JSON pointer (RFC 6901).
public final class StrictJson {
  /// The largest integer that every reader of JSON holds exactly (RFC 7493 section 2.2).
  public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonLimits.DEEPEST + 1)
                  .maxNumberLength(JsonLimits.LONGEST_NUMBER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private StrictJson() {}

  /// Reads one document.
  ///
  /// @throws MalformedInput when the bytes are not JSON of the kind described above
  /// @throws LimitExceeded when the bytes exceed one of the limits
  public static JsonNode parse(byte[] utf8, JsonLimits limits) {
    if (utf8.length > limits.maxBytes()) {
      throw new LimitExceeded(
          "JSON refused before parsing: at most "
              + limits.maxBytes()
              + " bytes are allowed, found "
              + utf8.length);
    }
    CharBuffer text = decode(utf8);
    requireHexadecimalEscapes(text.array(), text.limit());
    try (JsonParser parser = FACTORY.createParser(text.array(), 0, text.limit())) {
      return new TreeReader(parser, limits, text).document();
    } catch (IOException unexpected) {
      throw new UncheckedIOException("reading JSON from memory failed", unexpected);
    }
  }

  /// Where the first unpaired surrogate of a text stands, -1 when there is none; text that holds
  /// one has no UTF-8 form.
  static int unpairedSurrogate(String text) {
    boolean afterHigh = false;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isLowSurrogate(unit) != afterHigh) {
        return afterHigh ? i - 1 : i;
      }
      afterHigh = Character.isHighSurrogate(unit);
    }
    return afterHigh ? text.length() - 1 : -1;
  }

  static MalformedInput malformed(String where, String found, @Nullable Throwable cause) {
    return new MalformedInput("JSON refused at " + where + ": " + found, cause);
  }

  static SchemasException tooLarge(String where, String found) {
    return new LimitExceeded("JSON refused at " + where + ": " + found);
  }

  /// Jackson takes any character for a hexadecimal digit whose lowest eight bits are one's.
  private static void requireHexadecimalEscapes(char[] text, int length) {
    int at = 0;
    while (at < length - 1) {
      if (text[at] != '\\') {
        at++;
      } else if (text[at + 1] != 'u') {
        at += 2;
      } else {
        for (int digit = at + 2; digit < at + 6; digit++) {
          if (digit >= length || !HexFormat.isHexDigit(text[digit])) {
            throw malformed(
                "character " + at,
                "expected four hexadecimal digits after \\u, found others",
                null);
          }
        }
        at += 6;
      }
    }
  }

  private static CharBuffer decode(byte[] utf8) {
    if (utf8.length >= 3
        && utf8[0] == (byte) 0xEF
        && utf8[1] == (byte) 0xBB
        && utf8[2] == (byte) 0xBF) {
      throw malformed(
          "byte 0", "found a byte order mark, expected UTF-8 without one (RFC 8259 8.1)", null);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer text = CharBuffer.allocate(utf8.length);
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      throw malformed(
          "byte " + bytes.position(), "invalid UTF-8, expected UTF-8 (RFC 8259 8.1)", null);
    }
    decoder.flush(text);
    return text.flip();
  }
}
