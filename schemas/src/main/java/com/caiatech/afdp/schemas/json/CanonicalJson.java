package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/// Canonical JSON (RFC 8785): one value, one sequence of bytes, without a trailing newline.
///
/// It takes what the strict parser takes and nothing else, so whatever is written here can be read
/// again by {@link StrictJson}.
public final class CanonicalJson {
  private CanonicalJson() {}

  /// The canonical bytes of a tree. Numbers count as doubles (RFC 8785 section 3.2.2.3).
  ///
  /// @throws MalformedInput when the tree holds what JSON cannot: NaN, an infinity, an integer
  ///   beyond 2^53-1, an unpaired surrogate, a Java object
  /// @throws LimitExceeded when it is nested deeper than 512 levels
  public static byte[] of(JsonNode node) {
    return new CanonicalWriter().write(node);
  }

  /// The canonical bytes of a document within {@link JsonLimits#RECORD}.
  ///
  /// @throws MalformedInput when the bytes are not strict JSON
  /// @throws LimitExceeded when they exceed a limit
  public static byte[] canonicalBytes(byte[] utf8) {
    return of(StrictJson.parse(utf8, JsonLimits.RECORD));
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
}
