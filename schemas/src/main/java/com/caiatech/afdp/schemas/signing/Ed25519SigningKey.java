package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.id.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/// An Ed25519 secret key (RFC 8032) outside OpenPGP, kept as PKCS #8 in PEM (RFC 8410) in a file of
/// its owner's (0600). Safe for use by many threads.
public final class Ed25519SigningKey {
  private static final String PEM_TYPE = "PRIVATE KEY";

  private final Ed25519PrivateKeyParameters key;
  private final Ed25519VerifyingKey verifyingKey;

  private Ed25519SigningKey(Ed25519PrivateKeyParameters key) {
    this.key = key;
    this.verifyingKey = new Ed25519VerifyingKey(key.generatePublicKey());
  }

  public static Ed25519SigningKey generate() {
    return new Ed25519SigningKey(new Ed25519PrivateKeyParameters(new SecureRandom()));
  }

  /// The key of these 32 secret bytes: whoever knows them has it.
  public static Ed25519SigningKey of(byte[] secret) {
    return new Ed25519SigningKey(new Ed25519PrivateKeyParameters(secret));
  }

  /// Reads PEM as `openssl genpkey -algorithm ed25519` writes it.
  public static Ed25519SigningKey ofPem(String pem) {
    try {
      AsymmetricKeyParameter read = PrivateKeyFactory.createKey(Pem.decode(PEM_TYPE, pem));
      if (read instanceof Ed25519PrivateKeyParameters key) {
        return new Ed25519SigningKey(key);
      }
    } catch (MalformedInput | LimitExceeded refused) {
      throw refused;
    } catch (IOException | RuntimeException broken) {
      // the parser throws unchecked exceptions of many kinds for broken input
      throw new MalformedInput("Ed25519 secret key: the PEM cannot be read", broken);
    }
    throw new MalformedInput("Ed25519 secret key: the PEM holds a key of another kind");
  }

  /// Reads the key from its file.
  ///
  /// @throws KeyFault when the file is missing or open to others than its owner
  public static Ed25519SigningKey read(Path file) {
    return ofPem(new String(SecretFile.read(file), StandardCharsets.US_ASCII));
  }

  /// Reads the key from its file, and where there is none makes one and writes it (0600). Of
  /// several processes that do so at once, all get the same key.
  public static Ed25519SigningKey readOrGenerate(Path file) {
    byte[] standing =
        SecretFile.readIfPresent(file)
            .orElseGet(
                () ->
                    SecretFile.createIfAbsent(
                        file, generate().pem().getBytes(StandardCharsets.US_ASCII)));
    return ofPem(new String(standing, StandardCharsets.US_ASCII));
  }

  public Ed25519VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /// SHA-256 of the raw public key.
  public Sha256 keyId() {
    return verifyingKey.keyId();
  }

  /// The secret key as PEM. Keep it from logs and messages.
  public String pem() {
    try {
      // version 1, without the public key: what every openssl reads
      PrivateKeyInfo info =
          new PrivateKeyInfo(
              new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
              new DEROctetString(key.getEncoded()));
      return Pem.encode(PEM_TYPE, info.getEncoded());
    } catch (IOException impossible) {
      throw new KeyFault("Ed25519 secret key " + keyId() + " cannot be encoded", impossible);
    }
  }

  /// The signature (64 bytes) over the message.
  public byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  @Override
  public String toString() {
    return "Ed25519SigningKey[" + keyId() + "]";
  }
}
