package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/// What a certificate says of itself, each statement checked by the primary key's signature.
record Certificate(
    List<DataSigner> signingKeys,
    List<String> userIds,
    boolean revoked,
    Optional<Instant> expiresAt) {
  private static final BcPGPContentVerifierBuilderProvider VERIFIERS =
      new BcPGPContentVerifierBuilderProvider();

  Certificate {
    signingKeys = List.copyOf(signingKeys);
    userIds = List.copyOf(userIds);
  }

  static Certificate of(PGPPublicKeyRing ring, KeyFingerprint fingerprint) {
    try {
      return read(ring, fingerprint);
    } catch (KeyFault refused) {
      throw refused;
    } catch (RuntimeException broken) {
      // the library throws unchecked exceptions of many kinds for keys with broken numbers
      throw new KeyFault("OpenPGP key " + fingerprint + " is broken: " + broken, broken);
    }
  }

  private static Certificate read(PGPPublicKeyRing ring, KeyFingerprint fingerprint) {
    PGPPublicKey primary = ring.getPublicKey();
    List<String> userIds = new ArrayList<>();
    List<PGPSignature> selfSignatures = new ArrayList<>();
    for (Iterator<String> ids = primary.getUserIDs(); ids.hasNext(); ) {
      String id = ids.next();
      List<PGPSignature> certifications = certifications(primary, id);
      if (!certifications.isEmpty()) {
        userIds.add(id);
        selfSignatures.addAll(certifications);
      }
    }
    for (PGPSignature direct : signatures(primary, PGPSignature.DIRECT_KEY)) {
      if (holds(direct, primary, signature -> signature.verifyCertification(primary))) {
        selfSignatures.add(direct);
      }
    }
    PGPSignatureSubpacketVector newest =
        selfSignatures.stream()
            .max(Comparator.comparing(PGPSignature::getCreationTime))
            .map(PGPSignature::getHashedSubPackets)
            .orElseThrow(
                () -> new KeyFault("OpenPGP key " + fingerprint + " does not certify itself"));
    List<DataSigner> signingKeys = signingKeys(ring, newest.getKeyFlags());
    if (signingKeys.isEmpty()) {
      throw new KeyFault(
          "OpenPGP key "
              + fingerprint
              + " holds no key that may sign data with Ed25519, ECDSA on a NIST curve or RSA of at"
              + " least 2048 bits");
    }
    return new Certificate(
        signingKeys, userIds, isRevoked(primary), expiry(primary, newest.getKeyExpirationTime()));
  }

  private static List<DataSigner> signingKeys(PGPPublicKeyRing ring, int primaryFlags) {
    PGPPublicKey primary = ring.getPublicKey();
    List<DataSigner> keys = new ArrayList<>();
    if ((primaryFlags == 0 || (primaryFlags & KeyFlags.SIGN_DATA) != 0)
        && SigningAlgorithm.isJudged(primary)) {
      keys.add(new DataSigner(primary));
    }
    for (PGPPublicKey key : ring) {
      if (!key.isMasterKey()
          && key.getVersion() == 4
          && SigningAlgorithm.isJudged(key)
          && isBoundForSigning(primary, key)) {
        keys.add(new DataSigner(key));
      }
    }
    return keys;
  }

  /// RFC 9580 section 5.2.1.8: the primary key binds the subkey, and a signing subkey binds itself
  /// to the primary key in return.
  private static boolean isBoundForSigning(PGPPublicKey primary, PGPPublicKey subkey) {
    for (PGPSignature binding : signatures(subkey, PGPSignature.SUBKEY_BINDING)) {
      PGPSignatureSubpacketVector hashed = binding.getHashedSubPackets();
      if (hashed != null
          && (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0
          && holds(binding, primary, signature -> signature.verifyCertification(primary, subkey))
          && (bindsBack(primary, subkey, hashed)
              || bindsBack(primary, subkey, binding.getUnhashedSubPackets()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean bindsBack(
      PGPPublicKey primary, PGPPublicKey subkey, PGPSignatureSubpacketVector subpackets) {
    try {
      PGPSignatureList embedded = subpackets.getEmbeddedSignatures();
      for (PGPSignature back : embedded) {
        if (back.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
            && holds(back, subkey, signature -> signature.verifyCertification(primary, subkey))) {
          return true;
        }
      }
      return false;
    } catch (PGPException broken) {
      return false;
    }
  }

  private static List<PGPSignature> certifications(PGPPublicKey primary, String userId) {
    List<PGPSignature> valid = new ArrayList<>();
    Iterator<PGPSignature> signatures = primary.getSignaturesForID(userId);
    while (signatures != null && signatures.hasNext()) {
      PGPSignature signature = signatures.next();
      if (signature.isCertification()
          && signature.getKeyID() == primary.getKeyID()
          && holds(signature, primary, found -> found.verifyCertification(userId, primary))) {
        valid.add(signature);
      }
    }
    return valid;
  }

  private static boolean isRevoked(PGPPublicKey primary) {
    return signatures(primary, PGPSignature.KEY_REVOCATION).stream()
        .anyMatch(
            revocation ->
                holds(revocation, primary, signature -> signature.verifyCertification(primary)));
  }

  private static Optional<Instant> expiry(PGPPublicKey key, long seconds) {
    return seconds == 0
        ? Optional.empty()
        : Optional.of(key.getCreationTime().toInstant().plus(Duration.ofSeconds(seconds)));
  }

  private static List<PGPSignature> signatures(PGPPublicKey key, int type) {
    List<PGPSignature> found = new ArrayList<>();
    key.getSignaturesOfType(type).forEachRemaining(found::add);
    return found;
  }

  private static boolean holds(PGPSignature signature, PGPPublicKey signer, Claim claim) {
    try {
      if (signature.getVersion() != 4 || !SigningAlgorithm.isAcceptedForCertifying(signature)) {
        return false;
      }
      signature.init(VERIFIERS, signer);
      return claim.isSignedBy(signature);
    } catch (PGPException unverifiable) {
      return false;
    }
  }

  private interface Claim {
    boolean isSignedBy(PGPSignature signature) throws PGPException;
  }
}
