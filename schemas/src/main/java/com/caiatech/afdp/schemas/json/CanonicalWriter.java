package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Writes one tree as RFC 8785 has it: names by their UTF-16 code units (section 3.2.3), the fewest
/// escapes (3.2.2.2), numbers as ECMAScript prints doubles (3.2.2.3).
final class CanonicalWriter {
  private static final Comparator<Map.Entry<String, JsonNode>> BY_CODE_UNITS =
      Map.Entry.comparingByKey();

  private final StringBuilder json = new StringBuilder(512);
  // RFC 6901, of the value that is written
  private final StringBuilder pointer = new StringBuilder();

  byte[] write(JsonNode node) {
    value(node, 0);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(JsonNode node, int depth) {
    if (depth > JsonLimits.DEEPEST) {
      throw new LimitExceeded(
          "canonical JSON: nested deeper than " + JsonLimits.DEEPEST + " levels at " + pointer);
    }
    switch (node.getNodeType()) {
      case OBJECT -> object(node, depth);
      case ARRAY -> array(node, depth);
      case STRING -> string(node.textValue());
      case NUMBER -> number(node);
      case BOOLEAN -> json.append(node.booleanValue());
      case NULL -> json.append("null");
      case BINARY, MISSING, POJO -> throw refused("stands " + node.getNodeType() + ", no JSON");
    }
  }

  private void object(JsonNode node, int depth) {
    List<Map.Entry<String, JsonNode>> members =
        node.properties().stream().sorted(BY_CODE_UNITS).toList();
    json.append('{');
    for (Map.Entry<String, JsonNode> member : members) {
      separate('{');
      string(member.getKey());
      json.append(':');
      inside(member.getKey(), member.getValue(), depth);
    }
    json.append('}');
  }

  private void array(JsonNode node, int depth) {
    json.append('[');
    for (int i = 0; i < node.size(); i++) {
      separate('[');
      inside(Integer.toString(i), node.get(i), depth);
    }
    json.append(']');
  }

  private void separate(char opening) {
    if (json.charAt(json.length() - 1) != opening) {
      json.append(',');
    }
  }

  private void inside(String name, JsonNode value, int depth) {
    int length = pointer.length();
    pointer.append('/').append(name);
    value(value, depth + 1);
    pointer.setLength(length);
  }

  private void string(String text) {
    if (StrictJson.unpairedSurrogate(text) >= 0) {
      throw refused("stands a text with an unpaired surrogate, which has no UTF-8 form");
    }
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\b' -> json.append("\\b");
        case '\t' -> json.append("\\t");
        case '\n' -> json.append("\\n");
        case '\f' -> json.append("\\f");
        case '\r' -> json.append("\\r");
        default -> {
          if (c < ' ') {
            json.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  private void number(JsonNode node) {
    double value = node.doubleValue();
    double size = Math.abs(value);
    boolean plainDigits = node.isIntegralNumber() || size < EcmaScriptNumber.EXPONENT_FROM;
    if (!Double.isFinite(value) || (plainDigits && size > StrictJson.MAX_SAFE_INTEGER)) {
      throw refused(
          "stands no finite double or an integer beyond 2^53-1; write it as a string, found "
              + node);
    }
    if (node.isIntegralNumber()) {
      json.append(node.longValue());
    } else {
      EcmaScriptNumber.append(value, json);
    }
  }

  private MalformedInput refused(String why) {
    return new MalformedInput("canonical JSON: at '" + pointer + "' " + why);
  }
}
