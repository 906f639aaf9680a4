package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.SchemasException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Builds one tree from one parser and refuses what {@link StrictJson} promises to refuse.
final class TreeReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final JsonLimits limits;
  private final CharBuffer text;

  TreeReader(JsonParser parser, JsonLimits limits, CharBuffer text) {
    this.parser = parser;
    this.limits = limits;
    this.text = text;
  }

  JsonNode document() throws IOException {
    JsonToken first = next();
    if (first == null) {
      throw malformed("the input is empty, expected one JSON value", null);
    }
    JsonNode root = value(first, 0);
    if (next() != null) {
      throw malformed("found more input after the document, expected its end", null);
    }
    return root;
  }

  private JsonNode value(JsonToken token, int depth) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(deeper(depth));
      case START_ARRAY -> array(deeper(depth));
      case VALUE_STRING -> NODES.textNode(string());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw malformed("expected a value, found " + token, null);
    };
  }

  private ObjectNode object(int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
      String name = parser.currentName();
      requireLength("name", name.length(), limits.maxNameLength());
      requirePaired("name", name);
      if (object.has(name)) {
        throw malformed("the name '" + shortened(name) + "' stands twice in one object", null);
      }
      object.set(name, value(required(), depth));
    }
    return object;
  }

  private ArrayNode array(int depth) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = required(); token != JsonToken.END_ARRAY; token = required()) {
      array.add(value(token, depth));
    }
    return array;
  }

  private String string() throws IOException {
    String value = textOfToken();
    requireLength("string", value.length(), limits.maxStringLength());
    requirePaired("string", value);
    return value;
  }

  private JsonNode integer() throws IOException {
    String digits = number();
    // 16 digits and a sign hold every integer up to 2^53-1
    long value = digits.length() <= 17 ? Long.parseLong(digits) : Long.MAX_VALUE;
    if (value > StrictJson.MAX_SAFE_INTEGER || value < -StrictJson.MAX_SAFE_INTEGER) {
      throw malformed(
          "the integer "
              + shortened(digits)
              + " is beyond 2^53-1, which not every reader holds exactly; write it as a string",
          null);
    }
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  private JsonNode decimal() throws IOException {
    String digits = number();
    double value = Double.parseDouble(digits);
    if (!Double.isFinite(value)) {
      throw malformed("the number " + shortened(digits) + " overflows a double", null);
    }
    double size = Math.abs(value);
    if (size > StrictJson.MAX_SAFE_INTEGER && size < EcmaScriptNumber.EXPONENT_FROM) {
      throw malformed(
          "the number " + shortened(digits) + " is an integer beyond 2^53-1; write it as a string",
          null);
    }
    return NODES.numberNode(value);
  }

  private String number() throws IOException {
    String digits = textOfToken();
    requireLength("number", digits.length(), limits.maxNumberLength());
    return digits;
  }

  /// The text of the current token. Jackson reads a string's characters only now, so this can fail
  /// like {@link #next()}.
  private String textOfToken() throws IOException {
    try {
      return parser.getText();
    } catch (JsonProcessingException refused) {
      throw refusal(refused);
    }
  }

  private @Nullable JsonToken next() throws IOException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException refused) {
      throw refusal(refused);
    }
  }

  private JsonToken required() throws IOException {
    JsonToken token = next();
    if (token == null) {
      throw malformed("the input ends inside a value", null);
    }
    return token;
  }

  private SchemasException refusal(JsonProcessingException refused) {
    return refused instanceof StreamConstraintsException
        ? StrictJson.tooLarge(where(), refused.getOriginalMessage())
        : StrictJson.malformed(where(), refused.getOriginalMessage(), refused);
  }

  private int deeper(int depth) {
    if (depth == limits.maxDepth()) {
      throw StrictJson.tooLarge(
          where(), "nested deeper than the " + limits.maxDepth() + " levels allowed");
    }
    return depth + 1;
  }

  private void requireLength(String what, int length, int most) {
    if (length > most) {
      throw StrictJson.tooLarge(
          where(), what + " of " + length + " characters, at most " + most + " are allowed");
    }
  }

  private void requirePaired(String what, String value) {
    int at = StrictJson.unpairedSurrogate(value);
    if (at >= 0) {
      throw malformed(
          "the %s holds the unpaired surrogate U+%04X, which has no UTF-8 form"
              .formatted(what, (int) value.charAt(at)),
          null);
    }
  }

  private SchemasException malformed(String found, @Nullable Throwable cause) {
    return StrictJson.malformed(where(), found, cause);
  }

  private String where() {
    JsonLocation location = parser.currentLocation();
    int units = Math.clamp(location.getCharOffset(), 0, text.limit());
    int offset = new String(text.array(), 0, units).getBytes(StandardCharsets.UTF_8).length;
    return "line %d, column %d (byte %d, pointer '%s')"
        .formatted(
            location.getLineNr(),
            location.getColumnNr(),
            offset,
            shortened(parser.getParsingContext().pathAsPointer().toString()));
  }

  private static String shortened(String value) {
    return value.length() <= 200 ? value : value.substring(0, 200) + "…";
  }
}
