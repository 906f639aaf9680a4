package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Textual encoding of keys (RFC 7468, strict): one block, nothing before it and only white space
/// after it.
final class Pem {
  private static final int MAX_LENGTH = 4096;
  private static final Base64.Encoder ENCODER =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static String encode(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, ENCODER.encodeToString(der), type);
  }

  /// @throws IllegalArgumentException when what stands inside is no canonical base64
  static byte[] decode(String type, String pem) {
    if (pem.length() > MAX_LENGTH) {
      throw new LimitExceeded(
          "PEM: at most " + MAX_LENGTH + " characters are allowed, found " + pem.length());
    }
    String text = pem.stripTrailing().replace("\r\n", "\n");
    String begin = "-----BEGIN " + type + "-----\n";
    String end = "\n-----END " + type + "-----";
    if (!text.startsWith(begin)
        || !text.endsWith(end)
        || text.length() < begin.length() + end.length()) {
      throw new MalformedInput("PEM: expected exactly one block of " + type);
    }
    String body = text.substring(begin.length(), text.length() - end.length());
    return CanonicalBase64.decode(body.replace("\n", ""));
  }
}
