package com.caiatech.afdp.lambdas.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secrets of one webhook: the one in use, and during a rotation the other one.
public final class HookSecrets {
  /// The fewest characters of a secret.
  public static final int SHORTEST = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MOST = 2;
  private static final int FRESH_BYTES = 32;

  private final List<Secret> secrets;
  private final boolean rotating;

  /// One of them.
  record Secret(String text) {
    private static final String SIGNING_TOKEN = "whsec_";

    Secret {
      if (text.length() < SHORTEST) {
        throw new IllegalArgumentException(
            "expected secrets of at least "
                + SHORTEST
                + " characters, found one of "
                + text.length());
      }
      if (isSigningToken(text) && signingKey(text).length < SHORTEST) {
        throw new IllegalArgumentException(
            "expected signing tokens of at least " + SHORTEST + " bytes, found a shorter one");
      }
    }

    /// Whether it is a signing token of Standard Webhooks.
    boolean isSigningToken() {
      return isSigningToken(text);
    }

    /// The key that its holder signs with.
    byte[] key() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The key that the holder of a signing token signs with.
    byte[] signingKey() {
      return signingKey(text);
    }

    @Override
    public String toString() {
      return "Secret";
    }

    private static boolean isSigningToken(String text) {
      return text.startsWith(SIGNING_TOKEN);
    }

    private static byte[] signingKey(String text) {
      try {
        return Base64.getDecoder().decode(text.substring(SIGNING_TOKEN.length()));
      } catch (IllegalArgumentException noBase64) { // its message would show the text
        throw new IllegalArgumentException(
            "expected signing tokens of whsec_ and Base64, found another text after whsec_");
      }
    }
  }

  private HookSecrets(Secret first, Secret second, boolean rotating) {
    this.secrets = List.of(first, second);
    this.rotating = rotating;
  }

  /// Reads them from the text of a file: one a line, one or two lines; the newer one is the last.
  ///
  /// @throws IllegalArgumentException without any of the text in its message
  public static HookSecrets parse(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty() || lines.size() > MOST) {
      throw new IllegalArgumentException(
          "expected one or two lines with a secret each, found " + lines.size());
    }
    // always two, so that the time of a check does not tell whether a rotation is going on
    return new HookSecrets(
        new Secret(lines.getFirst()), new Secret(lines.getLast()), lines.size() == MOST);
  }

  /// Secrets that nobody knows, for a webhook that is not there: a check takes as long as any.
  public static HookSecrets unknown() {
    SecureRandom random = new SecureRandom();
    return parse(
        "%016x%016x%n%016x%016x"
            .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
  }

  /// Whether there are two, as from the beginning of a rotation to its end.
  public boolean isRotating() {
    return rotating;
  }

  /// The text of a file in which a new secret stands below the one in use: a signing token below a
  /// signing token, for beside one a plain secret would prove nothing.
  public String withNext() {
    Secret current = secrets.getFirst();
    byte[] random = new byte[FRESH_BYTES];
    new SecureRandom().nextBytes(random);
    String next =
        current.isSigningToken()
            ? Secret.SIGNING_TOKEN + Base64.getEncoder().encodeToString(random)
            : Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return current.text() + "\n" + next + "\n";
  }

  /// The text of a file with the newer secret alone.
  public String withoutFormer() {
    return secrets.getLast().text() + "\n";
  }

  /// All of them; two, which may be equal.
  List<Secret> all() {
    return secrets;
  }

  /// The HMAC with SHA-256 (RFC 2104) of the parts, one after the other.
  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }

  /// Whether both are equal, in a time that does not tell where they differ.
  static boolean areEqual(String expected, String found) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
  }
}
