package com.caiatech.afdp.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.PersonId;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

final class SealedValueFuzzTest {
  private static final int MAX_BYTES = 8 * 1024;
  private static final PersonId ADA = new PersonId("p_" + "a".repeat(32));
  private static final String RECORD = "0190aaaa-0000-8000-8000-000000000000";

  @TempDir static Path folder;
  private static Sealer sealer;
  private static SealedValue sealed;

  @BeforeAll
  static void seal() {
    sealer = new Sealer(new PersonKeyStore(folder));
    sealed = sealer.seal(ADA, RECORD, "/reason", "Ada's text");
  }

  static Stream<byte[]> values() {
    return Stream.of(sealed.text().getBytes(UTF_8));
  }

  @MethodSource("values")
  @FuzzTest
  void aValueReadsBackAndOnlyTheOneThatWasSealedOpens(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    SealedValue value;
    try {
      value = SealedValue.parse(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("SealedValue: expected ");
      return;
    }
    assertThat(value.text()).isEqualTo(text);
    assertThat(SealedValue.isSealed(text)).isTrue();
    assertThat(sealer.open(value, RECORD, "/elsewhere")).isNotInstanceOf(Opening.Opened.class);
    if (sealer.open(value, RECORD, "/reason") instanceof Opening.Opened opened) {
      assertThat(value).isEqualTo(sealed);
      assertThat(opened.text()).isEqualTo("Ada's text");
    }
  }
}
