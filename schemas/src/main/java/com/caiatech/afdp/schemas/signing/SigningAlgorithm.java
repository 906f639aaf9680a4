package com.caiatech.afdp.schemas.signing;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.bcpg.ECDSAPublicBCPGKey;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;

/// Which algorithms of OpenPGP are judged at all.
final class SigningAlgorithm {
  private static final int SMALLEST_RSA = 2048;
  private static final int LARGEST_RSA = 8192;

  private SigningAlgorithm() {}

  static boolean isJudged(PGPPublicKey key) {
    return switch (key.getAlgorithm()) {
      case PublicKeyAlgorithmTags.EDDSA_LEGACY, PublicKeyAlgorithmTags.Ed25519 -> true;
      case PublicKeyAlgorithmTags.RSA_GENERAL ->
          key.getBitStrength() >= SMALLEST_RSA && key.getBitStrength() <= LARGEST_RSA;
      case PublicKeyAlgorithmTags.ECDSA ->
          key.getPublicKeyPacket().getKey() instanceof ECDSAPublicBCPGKey point
              && isNistCurve(point.getCurveOID());
      default -> false; // an open set of numbers
    };
  }

  /// SHA-2 of at least 256 bits; collisions of SHA-1 and MD5 can be made.
  static boolean isAccepted(PGPSignature signature) {
    return switch (signature.getHashAlgorithm()) {
      case HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512 -> true;
      default -> false; // an open set of numbers
    };
  }

  /// Old keys certify themselves with SHA-1, which GnuPG still accepts for a key's own statements.
  static boolean isAcceptedForCertifying(PGPSignature signature) {
    return isAccepted(signature)
        || signature.getHashAlgorithm() == HashAlgorithmTags.SHA1
        || signature.getHashAlgorithm() == HashAlgorithmTags.SHA224;
  }

  private static boolean isNistCurve(ASN1ObjectIdentifier curve) {
    return curve.equals(SECObjectIdentifiers.secp256r1)
        || curve.equals(SECObjectIdentifiers.secp384r1)
        || curve.equals(SECObjectIdentifiers.secp521r1);
  }
}
