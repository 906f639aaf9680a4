package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;

/// A key of a certificate that may sign data, decoded once for many signatures.
final class DataSigner {
  private static final BcPGPContentVerifierBuilderProvider VERIFIERS =
      new BcPGPContentVerifierBuilderProvider();

  private final PGPPublicKey key;
  private final String fingerprint;
  private final AsymmetricKeyParameter point;

  /// @throws KeyFault when the key's numbers make no key
  DataSigner(PGPPublicKey key) {
    this.key = key;
    this.fingerprint = HexFormat.of().formatHex(key.getFingerprint());
    try {
      this.point = new BcPGPKeyConverter().getPublicKey(key);
    } catch (PGPException broken) {
      throw new KeyFault("OpenPGP key " + fingerprint + " is broken: " + broken, broken);
    }
  }

  PGPPublicKey key() {
    return key;
  }

  /// Whether a signature's issuer, a fingerprint or a key id, means this key.
  boolean isNamed(String issuer) {
    return fingerprint.endsWith(issuer);
  }

  /// Whether this key made the signature, of version 4, over the payload.
  boolean made(PGPSignature signature, byte[] payload) {
    if (signature.getKeyAlgorithm() != key.getAlgorithm()) {
      return false;
    }
    try {
      byte[] digest = digest(signature, payload);
      if (!Arrays.equals(Arrays.copyOf(digest, 2), signature.getDigestPrefix())) {
        return false; // as GnuPG does
      }
      if (point instanceof Ed25519PublicKeyParameters ed25519) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, ed25519);
        verifier.update(digest, 0, digest.length);
        return verifier.verifySignature(signature.getSignature());
      }
      signature.init(VERIFIERS, key);
      signature.update(payload);
      return signature.verify();
    } catch (PGPException | RuntimeException broken) {
      // numbers that no signature has, such as a point that is not on the curve
      return false;
    }
  }

  /// RFC 9580 section 5.2.4: the payload, then the signature's own hashed part.
  private static byte[] digest(PGPSignature signature, byte[] payload) {
    String algorithm =
        switch (signature.getHashAlgorithm()) {
          case HashAlgorithmTags.SHA256 -> "SHA-256";
          case HashAlgorithmTags.SHA384 -> "SHA-384";
          case HashAlgorithmTags.SHA512 -> "SHA-512";
          default -> throw new IllegalArgumentException("a hash algorithm that is not accepted");
        };
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(payload);
      return digest.digest(signature.getSignatureTrailer());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-2", impossible);
    }
  }
}
