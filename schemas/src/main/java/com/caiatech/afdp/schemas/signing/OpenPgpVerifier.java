package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Bad;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Good;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Missing;
import com.caiatech.afdp.schemas.signing.SignatureCheck.UnknownKey;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Unreadable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.IssuerFingerprint;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/// Judges detached OpenPGP signatures (RFC 9580 section 5.2), as Git keeps them in `gpgsig`.
///
/// Judged is exactly one signature of version 4 over a binary document, by SHA-256 or better, whose
/// creation time is signed and that never expires. Pure: no clock, no key store, no I/O. Ed25519
/// goes through Bouncy Castle's own code, which is ten times as fast as the JDK's provider.
public final class OpenPgpVerifier {
  /// The longest armored signature that is read.
  public static final int MAX_ARMORED_LENGTH = 16 * 1024;

  /// Subpackets that may be marked critical, because their meaning is heeded or without effect
  /// here.
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          SignatureSubpacketTags.CREATION_TIME,
          SignatureSubpacketTags.ISSUER_KEY_ID,
          SignatureSubpacketTags.ISSUER_FINGERPRINT,
          SignatureSubpacketTags.SIGNER_USER_ID,
          SignatureSubpacketTags.POLICY_URL);

  private OpenPgpVerifier() {}

  /// Checks a signature over a payload.
  ///
  /// @param armoredSignature one armored block, or nothing where there is no signature
  /// @param keys the keys that may have signed, by the fingerprint of their primary key
  public static SignatureCheck check(
      byte[] payload,
      Optional<String> armoredSignature,
      Map<KeyFingerprint, OpenPgpPublicKey> keys) {
    if (armoredSignature.isEmpty()) {
      return new Missing();
    }
    try {
      byte[] packets = Armor.decode(Armor.SIGNATURE, armoredSignature.get(), MAX_ARMORED_LENGTH);
      Packets.require("OpenPGP signature", packets, Packets.OF_SIGNATURE);
      return check(payload, signatureOf(packets), keys);
    } catch (MalformedInput | LimitExceeded unreadable) {
      return new Unreadable(String.valueOf(unreadable.getMessage()));
    } catch (IOException | RuntimeException broken) {
      // the parser throws unchecked exceptions of many kinds for broken input
      return new Unreadable("OpenPGP signature: cannot be read: " + broken.getMessage());
    }
  }

  private static PGPSignature signatureOf(byte[] packets) throws IOException {
    PGPObjectFactory objects = new PGPObjectFactory(packets, new BcKeyFingerprintCalculator());
    if (objects.nextObject() instanceof PGPSignatureList signatures
        && signatures.size() == 1
        && objects.nextObject() == null) {
      return signatures.get(0);
    }
    throw new MalformedInput("OpenPGP signature: expected exactly one signature packet");
  }

  private static SignatureCheck check(
      byte[] payload, PGPSignature signature, Map<KeyFingerprint, OpenPgpPublicKey> keys) {
    Optional<String> flaw = flaw(signature);
    if (flaw.isPresent()) {
      return new Unreadable("OpenPGP signature: " + flaw.get());
    }
    String issuer = issuer(signature);
    OpenPgpPublicKey named = issuer.length() == 40 ? keys.get(new KeyFingerprint(issuer)) : null;
    if (named != null && named.fingerprint().value().equals(issuer)) {
      return check(payload, signature, named, issuer).orElse(new Bad(named.fingerprint()));
    }
    return keys.values().stream()
        .flatMap(key -> check(payload, signature, key, issuer).stream())
        .findFirst()
        .orElse(new UnknownKey(issuer));
  }

  /// Nothing when the issuer is none of the key's own signing keys.
  private static Optional<SignatureCheck> check(
      byte[] payload, PGPSignature signature, OpenPgpPublicKey key, String issuer) {
    return key.signingKeys().stream()
        .filter(signer -> signer.isNamed(issuer))
        .findFirst()
        .map(
            signer ->
                signer.made(signature, payload)
                    ? new Good(key.fingerprint(), signature.getCreationTime().toInstant())
                    : new Bad(key.fingerprint()));
  }

  private static Optional<String> flaw(PGPSignature signature) {
    PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
    if (signature.getVersion() != 4 || hashed == null) {
      return Optional.of("expected version 4, found " + signature.getVersion());
    }
    if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      return Optional.of(
          "expected type 0x00 (binary document), found 0x%02x"
              .formatted(signature.getSignatureType()));
    }
    if (!SigningAlgorithm.isAccepted(signature)) {
      return Optional.of(
          "expected hash algorithm SHA-256, SHA-384 or SHA-512, found number "
              + signature.getHashAlgorithm());
    }
    if (hashed.getSignatureCreationTime() == null) {
      return Optional.of("expected a signed creation time, found none");
    }
    if (hashed.getSignatureExpirationTime() != 0) {
      return Optional.of("expected a signature that never expires");
    }
    return Arrays.stream(hashed.getCriticalTags())
        .filter(tag -> !UNDERSTOOD.contains(tag))
        .mapToObj(tag -> "subpacket " + tag + " is critical and not understood")
        .findFirst();
  }

  /// The fingerprint that the signature names, else the key id, in lower-case hexadecimal digits.
  private static String issuer(PGPSignature signature) {
    IssuerFingerprint signed = signature.getHashedSubPackets().getIssuerFingerprint();
    IssuerFingerprint named =
        signed != null ? signed : signature.getUnhashedSubPackets().getIssuerFingerprint();
    return named != null && named.getKeyVersion() == 4
        ? HexFormat.of().formatHex(named.getFingerprint())
        : HexFormat.of().toHexDigits(signature.getKeyID());
  }
}
