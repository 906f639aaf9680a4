package com.caiatech.afdp.schemas.signing;

import java.util.Base64;

/// Base64 with padding (RFC 4648 section 4) in its one form: no two texts have the same bytes.
final class CanonicalBase64 {
  private CanonicalBase64() {}

  /// The bytes of the text.
  ///
  /// @throws IllegalArgumentException when it is no base64, lacks its padding, or has other bits
  ///   than zero at its end (RFC 4648 section 3.5)
  static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException(
          "expected base64 with padding and no other bits at its end (RFC 4648 section 3.5)");
    }
    return bytes;
  }
}
