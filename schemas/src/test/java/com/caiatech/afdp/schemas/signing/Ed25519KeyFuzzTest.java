package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Keys in every form in which they are read: PEM, base64 and raw. The JDK's provider is the second
/// reader.
final class Ed25519KeyFuzzTest {
  private static final int MAX_BYTES = 4 * 1024;
  private static final byte[] MESSAGE = "message".getBytes(UTF_8);

  static Stream<byte[]> publicKeys() {
    Ed25519VerifyingKey key = DsseFuzzTest.KEY.verifyingKey();
    return Stream.of(key.pem().getBytes(US_ASCII), key.base64().getBytes(US_ASCII), key.raw());
  }

  static Stream<byte[]> secretKeys() {
    return Stream.of(DsseFuzzTest.KEY.pem().getBytes(US_ASCII));
  }

  @MethodSource("publicKeys")
  @FuzzTest
  void aPublicKeyReadsBackAndIsTheJdksToo(byte[] bytes) throws GeneralSecurityException {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    String text = new String(bytes, ISO_8859_1);
    requireOneForm(() -> Ed25519VerifyingKey.ofPem(text));
    requireOneForm(() -> Ed25519VerifyingKey.ofRaw(bytes));
    requireOneForm(
        () -> {
          Ed25519VerifyingKey key = Ed25519VerifyingKey.ofBase64(text);
          assertThat(key.base64()).isEqualTo(text);
          return key;
        });
  }

  @MethodSource("secretKeys")
  @FuzzTest
  void aSecretKeySignsWhatTheJdkVerifies(byte[] bytes) throws GeneralSecurityException {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    Ed25519SigningKey key;
    try {
      key = Ed25519SigningKey.ofPem(new String(bytes, ISO_8859_1));
    } catch (SchemasException.MalformedInput refused) {
      return;
    }
    assertThat(Ed25519SigningKey.ofPem(key.pem()).keyId()).isEqualTo(key.keyId());
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(byTheJdk(key.verifyingKey()));
    verifier.update(MESSAGE);
    assertThat(verifier.verify(key.sign(MESSAGE))).isTrue();
  }

  private interface Reading {
    Ed25519VerifyingKey key();
  }

  private static void requireOneForm(Reading reading) throws GeneralSecurityException {
    Ed25519VerifyingKey key;
    try {
      key = reading.key();
    } catch (SchemasException.MalformedInput
        | SchemasException.LimitExceeded
        | SchemasException.KeyFault refused) {
      return;
    }
    assertThat(Ed25519VerifyingKey.ofPem(key.pem())).isEqualTo(key);
    assertThat(Ed25519VerifyingKey.ofBase64(key.base64())).isEqualTo(key);
    assertThat(Ed25519VerifyingKey.ofRaw(key.raw())).isEqualTo(key);
    assertThat(byTheJdk(key).getAlgorithm()).isEqualTo("EdDSA");
  }

  private static PublicKey byTheJdk(Ed25519VerifyingKey key) throws GeneralSecurityException {
    String der = key.pem().replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(der)));
  }
}
