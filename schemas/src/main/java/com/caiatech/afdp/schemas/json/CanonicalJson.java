package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/// Canonical JSON (RFC 8785): one value, one sequence of bytes, without a trailing newline.
///
/// The canonicaliser behind it takes what the strict parser takes and nothing else, so whatever is
/// written here can be read again by {@link StrictJson}.
public final class CanonicalJson {
  private CanonicalJson() {}

  /// The canonical bytes of a tree. Numbers count as doubles (RFC 8785 section 3.2.2.3).
  ///
  /// @throws MalformedInput when the tree holds what JSON cannot: NaN, an infinity, an integer
  ///   beyond 2^53-1, an unpaired surrogate, a Java object
  /// @throws LimitExceeded when it is nested deeper than 512 levels
  public static byte[] of(JsonNode node) {
    requireCanonicalisable(node, "", 0);
    return write(node);
  }

  /// The canonical bytes of a document within {@link JsonLimits#RECORD}.
  ///
  /// @throws MalformedInput when the bytes are not strict JSON
  /// @throws LimitExceeded when they exceed a limit
  public static byte[] canonicalBytes(byte[] utf8) {
    return write(StrictJson.parse(utf8, JsonLimits.RECORD));
  }

  /// Whether the bytes are strict JSON within {@link JsonLimits#RECORD} and stand in canonical form
  /// already.
  public static boolean isCanonical(byte[] utf8) {
    try {
      return Arrays.equals(utf8, canonicalBytes(utf8));
    } catch (MalformedInput | LimitExceeded refused) {
      return false;
    }
  }

  /// Whether the bytes are the canonical form of the tree that {@link StrictJson} read from them.
  public static boolean isCanonical(byte[] utf8, JsonNode parsed) {
    return Arrays.equals(utf8, of(parsed));
  }

  private static byte[] write(JsonNode node) {
    try {
      if (node.isContainerNode()) {
        return new JsonCanonicalizer(node.toString()).getEncodedUTF8();
      }
      // the canonicaliser takes only arrays and objects as a document
      byte[] wrapped = new JsonCanonicalizer("[" + node + "]").getEncodedUTF8();
      return Arrays.copyOfRange(wrapped, 1, wrapped.length - 1);
    } catch (IOException refused) {
      throw new MalformedInput("canonical JSON (RFC 8785): " + refused.getMessage(), refused);
    }
  }

  private static void requireCanonicalisable(JsonNode node, String pointer, int depth) {
    if (depth > JsonLimits.DEEPEST) {
      throw new LimitExceeded(
          "canonical JSON: nested deeper than " + JsonLimits.DEEPEST + " levels at " + pointer);
    }
    switch (node.getNodeType()) {
      case OBJECT -> {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
          requirePaired(member.getKey(), pointer);
          requireCanonicalisable(member.getValue(), pointer + "/" + member.getKey(), depth + 1);
        }
      }
      case ARRAY -> {
        for (int i = 0; i < node.size(); i++) {
          requireCanonicalisable(node.get(i), pointer + "/" + i, depth + 1);
        }
      }
      case STRING -> requirePaired(node.textValue(), pointer);
      case NUMBER -> requireNumber(node, pointer);
      case BOOLEAN, NULL -> {}
      case BINARY, MISSING, POJO ->
          throw new MalformedInput(
              "canonical JSON: at '" + pointer + "' stands " + node.getNodeType() + ", no JSON");
    }
  }

  private static void requirePaired(String text, String pointer) {
    if (StrictJson.unpairedSurrogate(text) >= 0) {
      throw new MalformedInput(
          "canonical JSON: the text at '" + pointer + "' holds an unpaired surrogate");
    }
  }

  private static void requireNumber(JsonNode node, String pointer) {
    double value = node.doubleValue();
    double size = Math.abs(value);
    boolean plainDigits = node.isIntegralNumber() || size < 1e21;
    if (!Double.isFinite(value) || (plainDigits && size > StrictJson.MAX_SAFE_INTEGER)) {
      throw new MalformedInput(
          "canonical JSON: the number at '"
              + pointer
              + "' is no finite double or is an integer beyond 2^53-1; write it as a string, found "
              + node);
    }
  }
}
