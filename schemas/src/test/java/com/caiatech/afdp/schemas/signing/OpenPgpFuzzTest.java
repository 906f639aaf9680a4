package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Good;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

final class OpenPgpFuzzTest {
  private static final OpenPgpSecretKey KEY =
      OpenPgpSecretKey.generate("one", Instant.parse("2026-01-02T03:04:05Z"));

  @FuzzTest(maxDuration = "30s")
  void noTextButASignatureIsGood(byte[] bytes) {
    judge(new String(bytes, ISO_8859_1));
    judge(
        "-----BEGIN PGP SIGNATURE-----\n"
            + new String(bytes, ISO_8859_1)
            + "\n-----END PGP SIGNATURE-----\n");
    if (bytes.length > 0) {
      judge(Armor.encode(bytes));
    }
  }

  @FuzzTest(maxDuration = "30s")
  void noTextButAKeyIsAKey(byte[] bytes) {
    read(new String(bytes, ISO_8859_1));
    read(
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
            + new String(bytes, ISO_8859_1)
            + "\n-----END PGP PUBLIC KEY BLOCK-----\n");
    if (bytes.length > 0) {
      read(
          Armor.encode(bytes)
              .replaceAll(
                  "-----(BEGIN|END) PGP [A-Z ]+-----", "-----$1 PGP PUBLIC KEY BLOCK-----"));
    }
  }

  private static void judge(String signature) {
    assertThat(
            OpenPgpVerifier.check(
                "payload".getBytes(UTF_8),
                Optional.of(signature),
                Map.of(KEY.fingerprint(), KEY.publicKey())))
        .isNotInstanceOf(Good.class);
  }

  private static void read(String armored) {
    try {
      assertThat(OpenPgpPublicKey.parse(armored).signingKeys()).isNotEmpty();
    } catch (SchemasException.MalformedInput
        | SchemasException.LimitExceeded
        | SchemasException.KeyFault refused) {
      assertThat(refused).hasMessageContaining("OpenPGP");
    }
  }
}
