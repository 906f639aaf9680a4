package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/// An OpenPGP certificate (RFC 9580, version 4): a primary key that certifies itself and the keys
/// that may sign data in its name, which are itself or bound subkeys.
///
/// Ed25519, RSA of at least 2048 bits and ECDSA on the NIST curves are judged. Revocation and
/// expiry that stand inside the certificate are reported and decide nothing: whose signature
/// counts, and where, is said by the trust policy.
public final class OpenPgpPublicKey {
  /// The longest armored certificate that is read.
  public static final int MAX_ARMORED_LENGTH = 64 * 1024;

  private final PGPPublicKeyRing ring;
  private final KeyFingerprint fingerprint;
  private final Certificate certificate;

  OpenPgpPublicKey(PGPPublicKeyRing ring) {
    this.ring = ring;
    this.fingerprint = fingerprintOf(ring.getPublicKey());
    this.certificate = Certificate.of(ring, fingerprint);
  }

  /// Reads one armored certificate.
  ///
  /// @throws LimitExceeded when the text is longer than 64 Ki characters
  /// @throws MalformedInput when it is not exactly one certificate of version 4
  /// @throws KeyFault when its key does not certify itself, or nothing in it may sign data with an
  ///   algorithm that is judged
  public static OpenPgpPublicKey parse(String armored) {
    byte[] packets = Armor.decode(Armor.PUBLIC_KEY, armored, MAX_ARMORED_LENGTH);
    Packets.require("OpenPGP key", packets, Packets.OF_CERTIFICATE);
    return new OpenPgpPublicKey(ringOf(packets));
  }

  /// The fingerprint of the primary key.
  public KeyFingerprint fingerprint() {
    return fingerprint;
  }

  /// The certificate as one armored block.
  public String armored() {
    try {
      return Armor.encode(ring.getEncoded());
    } catch (IOException impossible) {
      throw new KeyFault("key " + fingerprint + " cannot be encoded", impossible);
    }
  }

  /// When the primary key was made.
  public Instant createdAt() {
    return ring.getPublicKey().getCreationTime().toInstant();
  }

  /// When the primary key says that it expires.
  public Optional<Instant> expiresAt() {
    return certificate.expiresAt();
  }

  /// Whether the primary key revokes itself.
  public boolean isRevoked() {
    return certificate.revoked();
  }

  /// The user ids that the primary key certifies.
  public List<String> userIds() {
    return certificate.userIds();
  }

  /// The keys that may sign data, the primary key first where it may.
  List<DataSigner> signingKeys() {
    return certificate.signingKeys();
  }

  static KeyFingerprint fingerprintOf(PGPPublicKey key) {
    return new KeyFingerprint(HexFormat.of().formatHex(key.getFingerprint()));
  }

  private static PGPPublicKeyRing ringOf(byte[] packets) {
    try {
      PGPObjectFactory objects = new PGPObjectFactory(packets, new BcKeyFingerprintCalculator());
      Object first = objects.nextObject();
      if (first instanceof PGPPublicKeyRing ring && objects.nextObject() == null) {
        if (ring.getPublicKey().getVersion() != 4) {
          throw new MalformedInput(
              "OpenPGP key: expected version 4, found " + ring.getPublicKey().getVersion());
        }
        return ring;
      }
    } catch (MalformedInput refused) {
      throw refused;
    } catch (IOException | RuntimeException broken) {
      // the parser throws unchecked exceptions of many kinds for broken input
      throw new MalformedInput("OpenPGP key: cannot be read: " + broken.getMessage(), broken);
    }
    throw new MalformedInput("OpenPGP key: expected exactly one certificate");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpenPgpPublicKey key && key.armored().equals(armored());
  }

  @Override
  public int hashCode() {
    return fingerprint.hashCode();
  }

  @Override
  public String toString() {
    return "OpenPgpPublicKey[" + fingerprint + "]";
  }
}
