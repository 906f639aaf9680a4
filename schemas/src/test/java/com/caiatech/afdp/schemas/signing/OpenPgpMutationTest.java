package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.caiatech.afdp.schemas.signing.SignatureCheck.Good;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Every byte of a key and of a signature changed, and both cut at every length: refused by name,
/// never by a stray exception.
final class OpenPgpMutationTest {
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final OpenPgpSecretKey KEY = OpenPgpSecretKey.generate("one", CREATED);

  @Test
  void noChangedSignatureIsGoodForOtherClaims() {
    String signature = KEY.signDetached(PAYLOAD, CREATED);
    SignatureCheck expected = check(signature);
    assertThat(expected).isInstanceOf(Good.class);
    byte[] packets = Armor.decode(Armor.SIGNATURE, signature, 10_000);
    assertThat(check(asSignature(packets))).isEqualTo(expected);
    int good = 0;
    for (byte[] mutated : mutations(packets)) {
      // the unhashed key id is a hint that nobody signs; whatever it says, the claim is the same
      SignatureCheck outcome = check(asSignature(mutated));
      if (outcome instanceof Good) {
        good++;
        assertThat(outcome).isEqualTo(expected);
      }
    }
    assertThat(good).as("changes of the hint alone").isBetween(1, 5 * 10);
  }

  @Test
  void noChangedKeyPassesUnderItsFingerprintUnlessItStatesTheSame() {
    byte[] packets = Armor.decode(Armor.PUBLIC_KEY, KEY.publicKey().armored(), 10_000);
    assertThat(OpenPgpPublicKey.parse(asKey(packets))).isEqualTo(KEY.publicKey());
    int read = 0;
    for (byte[] mutated : mutations(packets)) {
      try {
        OpenPgpPublicKey key = OpenPgpPublicKey.parse(asKey(mutated));
        read++;
        assertThat(key.fingerprint()).isEqualTo(KEY.fingerprint());
        assertThat(key.userIds()).containsExactly("one");
      } catch (MalformedInput | KeyFault refused) {
        assertThat(refused).hasMessageStartingWith("OpenPGP ");
      }
    }
    assertThat(read).isLessThan(packets.length);
  }

  private static List<byte[]> mutations(byte[] bytes) {
    List<byte[]> mutations = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      for (int flip : new int[] {0x01, 0x80, 0xff, bytes[i] & 0xff}) {
        byte[] changed = bytes.clone();
        changed[i] ^= (byte) flip;
        mutations.add(changed);
      }
      if (i > 0) {
        mutations.add(Arrays.copyOf(bytes, i));
      }
    }
    mutations.removeIf(mutated -> Arrays.equals(mutated, bytes));
    return mutations;
  }

  private static SignatureCheck check(String signature) {
    return OpenPgpVerifier.check(
        PAYLOAD, Optional.of(signature), Map.of(KEY.fingerprint(), KEY.publicKey()));
  }

  private static String asSignature(byte[] packets) {
    return typed(packets, Armor.SIGNATURE);
  }

  private static String asKey(byte[] packets) {
    return typed(packets, Armor.PUBLIC_KEY);
  }

  private static String typed(byte[] packets, String type) {
    return Armor.encode(packets)
        .replaceAll("-----(BEGIN|END) PGP [A-Z ]+-----", "-----$1 " + type + "-----");
  }
}
