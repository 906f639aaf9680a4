package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.StringReader;
import java.util.stream.Stream;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.jupiter.params.provider.MethodSource;

/// The two textual encodings of binary signatures and keys.
final class ArmorFuzzTest {
  private static final int MAX_BYTES = 8 * 1024;

  static Stream<byte[]> signatures() {
    return Stream.of(OpenPgpFuzzTest.SIGNATURE.getBytes(US_ASCII));
  }

  static Stream<byte[]> keys() {
    return Stream.of(DsseFuzzTest.KEY.pem().getBytes(US_ASCII));
  }

  @MethodSource("signatures")
  @FuzzTest
  void anArmoredBlockReadsBackAndHoldsNoOtherBytes(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    byte[] packets;
    try {
      packets = Armor.decode(Armor.SIGNATURE, text, MAX_BYTES);
    } catch (SchemasException.MalformedInput refused) {
      assertThat(refused).hasMessageStartingWith("OpenPGP armor: ");
      return;
    }
    if (packets.length > 0) {
      assertThat(Armor.decode(Armor.SIGNATURE, OpenPgpFuzzTest.typed(packets), 4 * MAX_BYTES))
          .isEqualTo(packets);
    }
  }

  @MethodSource("keys")
  @FuzzTest
  void aPemBlockReadsBackAndIsWhatBouncyCastleReads(byte[] bytes) throws IOException {
    String text = new String(bytes, ISO_8859_1);
    byte[] der;
    try {
      der = Pem.decode("PRIVATE KEY", text);
    } catch (IllegalArgumentException
        | SchemasException.MalformedInput
        | SchemasException.LimitExceeded refused) {
      return;
    }
    assertThat(Pem.decode("PRIVATE KEY", Pem.encode("PRIVATE KEY", der))).isEqualTo(der);
    try (PemReader reader = new PemReader(new StringReader(text))) {
      assertThat(reader.readPemObject().getContent()).isEqualTo(der);
    }
  }
}
