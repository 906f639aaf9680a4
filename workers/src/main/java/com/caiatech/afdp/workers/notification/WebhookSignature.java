package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.signing.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The symmetric signatures of Standard Webhooks 1.0.0 (`v1`): HMAC-SHA256 over
/// `id.timestamp.body`.
final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final String ALGORITHM = "HmacSHA256";

  private final List<byte[]> secrets;

  private WebhookSignature(List<byte[]> secrets) {
    this.secrets = secrets;
  }

  /// By the secrets in a file, `whsec_` and 24 to 64 bytes in base64 on each line: while a secret
  /// is replaced, the old and the new one both sign.
  ///
  /// @throws SchemasException.KeyFault when it cannot be read or holds something else
  static WebhookSignature read(Path file) {
    try {
      return of(new String(SecretFile.read(file), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      throw new SchemasException.KeyFault(
          "reading the secrets of a webhook from " + file + ": " + malformed.getMessage());
    }
  }

  /// By secrets, one a line.
  ///
  /// @throws IllegalArgumentException without any of the text
  static WebhookSignature of(String lines) {
    List<byte[]> secrets =
        lines.lines().map(String::strip).filter(it -> !it.isEmpty()).map(it -> key(it)).toList();
    if (secrets.isEmpty()) {
      throw malformed();
    }
    return new WebhookSignature(secrets);
  }

  /// The value of the header `webhook-signature`.
  ///
  /// @param id of the event, without a full stop
  /// @param timestamp of the attempt, in seconds since the epoch
  String header(String id, long timestamp, byte[] body) {
    byte[] beginning = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    return secrets.stream()
        .map(secret -> "v1," + Base64.getEncoder().encodeToString(mac(secret, beginning, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] mac(byte[] secret, byte[] beginning, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update(beginning);
      return mac.doFinal(body);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  private static byte[] key(String line) {
    if (!line.startsWith(PREFIX)) {
      throw malformed();
    }
    try {
      byte[] key = Base64.getDecoder().decode(line.substring(PREFIX.length()));
      if (key.length < SHORTEST || key.length > LONGEST) {
        throw malformed();
      }
      return key;
    } catch (IllegalArgumentException noBase64) {
      throw malformed(); // no cause: it may quote the secret
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "expected on each line whsec_ and 24 to 64 bytes in base64, found something else");
  }
}
