package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/// An OpenPGP key that signs, without a passphrase: whoever reads its file (0600) can sign.
///
/// Its signatures are what stock `gpg` and `git verify-commit` call good. Safe for use by many
/// threads.
public final class OpenPgpSecretKey {
  private static final int HASH = HashAlgorithmTags.SHA512;

  private final PGPSecretKeyRing ring;
  private final OpenPgpPublicKey publicKey;
  private final PGPPublicKey signer;
  private final PGPPrivateKey signerSecret;

  private OpenPgpSecretKey(PGPSecretKeyRing ring) {
    this.ring = ring;
    this.publicKey = new OpenPgpPublicKey(ring.toCertificate());
    PGPSecretKey secret = signingSecret(ring, publicKey);
    this.signer = secret.getPublicKey();
    this.signerSecret = unprotected(secret);
  }

  /// A new Ed25519 key of version 4 that certifies and signs and never expires.
  ///
  /// @param userId such as `AFDP worker <worker@afdp.invalid>`
  /// @param createdAt in whole seconds, the rest is cut off; signatures must not be older
  public static OpenPgpSecretKey generate(String userId, Instant createdAt) {
    return of(new Ed25519PrivateKeyParameters(new SecureRandom()), userId, createdAt);
  }

  /// The same of these 32 secret bytes: whoever knows them has the key.
  public static OpenPgpSecretKey of(byte[] secret, String userId, Instant createdAt) {
    return of(new Ed25519PrivateKeyParameters(secret), userId, createdAt);
  }

  private static OpenPgpSecretKey of(
      Ed25519PrivateKeyParameters secret, String userId, Instant createdAt) {
    try {
      PGPKeyPair pair =
          new BcPGPKeyPair(
              4,
              PublicKeyAlgorithmTags.EDDSA_LEGACY,
              new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret),
              Date.from(createdAt.truncatedTo(ChronoUnit.SECONDS)));
      PGPSignatureSubpacketGenerator statements = new PGPSignatureSubpacketGenerator();
      statements.setIssuerFingerprint(false, pair.getPublicKey());
      statements.setSignatureCreationTime(false, pair.getPublicKey().getCreationTime());
      statements.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
      statements.setPreferredHashAlgorithms(
          false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA256});
      statements.setFeature(false, Features.FEATURE_MODIFICATION_DETECTION);
      PGPKeyRingGenerator ring =
          new PGPKeyRingGenerator(
              PGPSignature.POSITIVE_CERTIFICATION,
              pair,
              userId,
              new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
              statements.generate(),
              null,
              new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, HASH),
              null);
      return new OpenPgpSecretKey(ring.generateSecretKeyRing());
    } catch (PGPException failed) {
      throw new KeyFault("generating an OpenPGP key for '" + userId + "' failed", failed);
    }
  }

  /// Reads one armored secret key.
  ///
  /// @throws MalformedInput when it is not exactly one armored secret key
  /// @throws KeyFault when it has a passphrase or nothing in it may sign data
  public static OpenPgpSecretKey parse(String armored) {
    byte[] packets = Armor.decode(Armor.PRIVATE_KEY, armored, OpenPgpPublicKey.MAX_ARMORED_LENGTH);
    try {
      PGPObjectFactory objects = new PGPObjectFactory(packets, new BcKeyFingerprintCalculator());
      if (objects.nextObject() instanceof PGPSecretKeyRing ring && objects.nextObject() == null) {
        return new OpenPgpSecretKey(ring);
      }
    } catch (IOException | IllegalArgumentException | ClassCastException broken) {
      throw new MalformedInput("OpenPGP secret key: cannot be read", broken);
    }
    throw new MalformedInput("OpenPGP secret key: expected exactly one key");
  }

  /// Reads the key from its file.
  ///
  /// @throws KeyFault when the file is missing or open to others than its owner
  public static OpenPgpSecretKey read(Path file) {
    return parse(new String(SecretFile.read(file), StandardCharsets.US_ASCII));
  }

  /// Reads the key from its file, and where there is none makes one and writes it (0600). Of
  /// several processes that do so at once, all get the same key.
  public static OpenPgpSecretKey readOrGenerate(Path file, String userId) {
    return SecretFile.readIfPresent(file)
        .map(standing -> parse(new String(standing, StandardCharsets.US_ASCII)))
        .orElseGet(() -> generate(userId, Instant.now()).createFile(file));
  }

  /// Writes the key into a new file (0600).
  ///
  /// @return the key that stands in the file now: this one, or that of whoever came first
  public OpenPgpSecretKey createFile(Path file) {
    byte[] mine = armored().getBytes(StandardCharsets.US_ASCII);
    return parse(new String(SecretFile.createIfAbsent(file, mine), StandardCharsets.US_ASCII));
  }

  /// The secret key as one armored block. Keep it from logs and messages.
  public String armored() {
    try {
      return Armor.encode(ring.getEncoded());
    } catch (IOException impossible) {
      throw new KeyFault("key " + fingerprint() + " cannot be encoded", impossible);
    }
  }

  public OpenPgpPublicKey publicKey() {
    return publicKey;
  }

  public KeyFingerprint fingerprint() {
    return publicKey.fingerprint();
  }

  /// A detached armored signature over the bytes, dated now. It is what Git puts into `gpgsig`, and
  /// ends with a line feed.
  public String signDetached(byte[] payload) {
    return signDetached(payload, Instant.now());
  }

  /// As {@link #signDetached(byte[])}, dated as given, in whole seconds.
  public String signDetached(byte[] payload, Instant createdAt) {
    try {
      PGPSignatureSubpacketGenerator statements = new PGPSignatureSubpacketGenerator();
      statements.setIssuerFingerprint(false, signer);
      statements.setSignatureCreationTime(
          false, Date.from(createdAt.truncatedTo(ChronoUnit.SECONDS)));
      PGPSignatureSubpacketGenerator hints = new PGPSignatureSubpacketGenerator();
      hints.setIssuerKeyID(false, signer.getKeyID());
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(signer.getAlgorithm(), HASH), signer);
      generator.init(PGPSignature.BINARY_DOCUMENT, signerSecret);
      generator.setHashedSubpackets(statements.generate());
      generator.setUnhashedSubpackets(hints.generate());
      generator.update(payload);
      return Armor.encode(generator.generate().getEncoded());
    } catch (PGPException | IOException failed) {
      throw new KeyFault("signing with the OpenPGP key " + fingerprint() + " failed", failed);
    }
  }

  private static PGPSecretKey signingSecret(PGPSecretKeyRing ring, OpenPgpPublicKey publicKey) {
    for (DataSigner candidate : publicKey.signingKeys()) {
      PGPSecretKey secret = ring.getSecretKey(candidate.key().getFingerprint());
      if (secret != null && !secret.isPrivateKeyEmpty()) {
        return secret;
      }
    }
    throw new KeyFault(
        "OpenPGP key " + publicKey.fingerprint() + " lacks the secret part of its signing key");
  }

  private static PGPPrivateKey unprotected(PGPSecretKey secret) {
    if (secret.getKeyEncryptionAlgorithm() != 0) {
      throw new KeyFault(
          "OpenPGP key "
              + OpenPgpPublicKey.fingerprintOf(secret.getPublicKey())
              + " has a passphrase, expected one without; export it without and keep the file"
              + " 0600");
    }
    try {
      return secret.extractPrivateKey(null);
    } catch (PGPException failed) {
      throw new KeyFault("the secret part of an OpenPGP key cannot be used", failed);
    }
  }

  @Override
  public String toString() {
    return "OpenPgpSecretKey[" + fingerprint() + "]";
  }
}
