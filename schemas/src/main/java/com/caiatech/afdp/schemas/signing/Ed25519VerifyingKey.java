package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.Sha256;
import java.io.IOException;
import java.util.Base64;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 public key (RFC 8032) outside OpenPGP.
public final class Ed25519VerifyingKey {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final String PEM_TYPE = "PUBLIC KEY";

  private final Ed25519PublicKeyParameters key;
  private final Sha256 keyId;

  Ed25519VerifyingKey(Ed25519PublicKeyParameters key) {
    this.key = key;
    this.keyId = Sha256.of(key.getEncoded());
  }

  /// Reads the 32 raw bytes of RFC 8032.
  ///
  /// @throws KeyFault when they are no point of the curve's prime-order group
  public static Ed25519VerifyingKey ofRaw(byte[] raw) {
    if (raw.length != KEY_BYTES || !Ed25519.validatePublicKeyFull(raw, 0)) {
      throw new KeyFault(
          "Ed25519 public key: expected 32 bytes of a usable point, found "
              + raw.length
              + " bytes that are not");
    }
    return new Ed25519VerifyingKey(new Ed25519PublicKeyParameters(raw));
  }

  /// Reads the raw bytes in base64 (RFC 4648 section 4).
  ///
  /// @throws MalformedInput when the text is no base64
  /// @throws KeyFault as {@link #ofRaw}
  public static Ed25519VerifyingKey ofBase64(String text) {
    try {
      return ofRaw(CanonicalBase64.decode(text));
    } catch (IllegalArgumentException broken) {
      throw new MalformedInput("Ed25519 public key: expected base64 of 32 bytes", broken);
    }
  }

  /// Reads a `PUBLIC KEY` in PEM (RFC 8410), as `openssl pkey -pubout` writes it.
  public static Ed25519VerifyingKey ofPem(String pem) {
    try {
      AsymmetricKeyParameter read = PublicKeyFactory.createKey(Pem.decode(PEM_TYPE, pem));
      if (read instanceof Ed25519PublicKeyParameters key) {
        return ofRaw(key.getEncoded());
      }
    } catch (MalformedInput | LimitExceeded | KeyFault refused) {
      throw refused;
    } catch (IOException | RuntimeException broken) {
      // the parser throws unchecked exceptions of many kinds for broken input
      throw new MalformedInput("Ed25519 public key: the PEM cannot be read", broken);
    }
    throw new MalformedInput("Ed25519 public key: the PEM holds a key of another kind");
  }

  /// SHA-256 of the raw public key.
  public Sha256 keyId() {
    return keyId;
  }

  /// The 32 raw bytes, a new array at each call.
  public byte[] raw() {
    return key.getEncoded();
  }

  /// The raw bytes in base64.
  public String base64() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /// The key as PEM, for tools such as openssl.
  public String pem() {
    try {
      return Pem.encode(
          PEM_TYPE, SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded());
    } catch (IOException impossible) {
      throw new KeyFault("Ed25519 public key " + keyId + " cannot be encoded", impossible);
    }
  }

  /// Whether this key made the signature over the message. Callers outside see a {@link DsseCheck}.
  boolean made(byte[] signature, byte[] message) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519VerifyingKey that && that.keyId.equals(keyId);
  }

  @Override
  public int hashCode() {
    return keyId.hashCode();
  }

  @Override
  public String toString() {
    return "Ed25519VerifyingKey[" + keyId + "]";
  }
}
