package com.caiatech.afdp.schemas.sealing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.signing.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The secret (32 random bytes in a file of its owner's, 0600) without which nobody can tell which
/// person an id stands for, nor try out names. Losing it changes every id; it is never rotated.
public final class Pepper {
  private static final int BYTES = 32;
  private static final int ID_BYTES = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKey key;

  private Pepper(byte[] secret) {
    if (secret.length != BYTES) {
      throw new KeyFault("pepper: expected 32 bytes, found " + secret.length);
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /// A pepper of these 32 bytes, from a secret store.
  public static Pepper of(byte[] secret) {
    return new Pepper(secret);
  }

  /// Reads the pepper from its file.
  ///
  /// @throws KeyFault when the file is missing, open to others than its owner or of another size
  public static Pepper read(Path file) {
    return new Pepper(SecretFile.read(file));
  }

  /// Reads the pepper from its file, and where there is none makes one and writes it (0600). Of
  /// several processes that do so at once, all get the same pepper.
  public static Pepper readOrGenerate(Path file) {
    return new Pepper(
        SecretFile.readIfPresent(file)
            .orElseGet(
                () -> {
                  byte[] secret = new byte[BYTES];
                  new SecureRandom().nextBytes(secret);
                  return SecretFile.createIfAbsent(file, secret);
                }));
  }

  /// The id of the person whom the issuer knows as the subject: the first 128 bits of
  /// `HMAC-SHA256(pepper, issuer || "\n" || subject)`.
  ///
  /// @throws IllegalArgumentException when one is blank or the issuer holds a line feed
  public PersonId personId(String issuer, String subject) {
    if (issuer.isBlank() || subject.isBlank() || issuer.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "person id: expected an issuer of one line and a subject, found one blank or with a line"
              + " feed");
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal((issuer + "\n" + subject).getBytes(StandardCharsets.UTF_8));
      return new PersonId("p_" + HexFormat.of().formatHex(Arrays.copyOf(code, ID_BYTES)));
    } catch (GeneralSecurityException impossible) {
      throw new KeyFault("every Java platform has " + ALGORITHM, impossible);
    }
  }
}
