package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Good;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Packets of any bytes as a signature and as a key.
final class OpenPgpFuzzTest {
  private static final int MAX_BYTES = 8 * 1024;
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);
  static final OpenPgpSecretKey KEY = OpenPgpSecretKey.generate("one", CREATED);
  static final String SIGNATURE = KEY.signDetached(PAYLOAD, CREATED);

  static Stream<byte[]> signatures() {
    return Stream.of(Armor.decode(Armor.SIGNATURE, SIGNATURE, MAX_BYTES));
  }

  static Stream<byte[]> keys() {
    return Stream.of(Armor.decode(Armor.PUBLIC_KEY, KEY.publicKey().armored(), MAX_BYTES));
  }

  @MethodSource("signatures")
  @FuzzTest
  void noPacketsAreGoodButForTheClaimThatWasSigned(byte[] packets) {
    if (packets.length == 0 || packets.length > MAX_BYTES) {
      return;
    }
    SignatureCheck found =
        OpenPgpVerifier.check(
            PAYLOAD, Optional.of(typed(packets)), Map.of(KEY.fingerprint(), KEY.publicKey()));
    if (found instanceof Good) {
      assertThat(found).isEqualTo(new Good(KEY.fingerprint(), CREATED));
    }
    assertThat(
            OpenPgpVerifier.check(
                "payloae".getBytes(UTF_8),
                Optional.of(typed(packets)),
                Map.of(KEY.fingerprint(), KEY.publicKey())))
        .isNotInstanceOf(Good.class);
  }

  @MethodSource("keys")
  @FuzzTest
  void aKeyReadsBackAndTakesNoOthersName(byte[] packets) {
    if (packets.length == 0 || packets.length > MAX_BYTES) {
      return;
    }
    OpenPgpPublicKey key;
    try {
      key = OpenPgpPublicKey.parse(typed(packets, Armor.PUBLIC_KEY));
    } catch (SchemasException.MalformedInput | SchemasException.KeyFault refused) {
      assertThat(refused).hasMessageContaining("OpenPGP");
      return;
    }
    assertThat(key.signingKeys()).isNotEmpty();
    OpenPgpPublicKey again = OpenPgpPublicKey.parse(key.armored());
    assertThat(again).isEqualTo(key);
    assertThat(again.fingerprint()).isEqualTo(key.fingerprint());
    if (key.fingerprint().equals(KEY.fingerprint())) {
      assertThat(key.userIds()).containsExactly("one");
      assertThat(key.createdAt()).isEqualTo(CREATED);
    }
  }

  /// A block of signatures, whatever the packets are.
  static String typed(byte[] packets) {
    return typed(packets, Armor.SIGNATURE);
  }

  private static String typed(byte[] packets, String type) {
    return Armor.encode(packets)
        .replaceAll("-----(BEGIN|END) PGP [A-Z ]+-----", "-----$1 " + type + "-----");
  }
}
