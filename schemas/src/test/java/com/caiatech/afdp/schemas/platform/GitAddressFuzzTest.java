package com.caiatech.afdp.schemas.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class GitAddressFuzzTest {
  private static final int MAX_BYTES = 4096;

  static Stream<byte[]> addresses() {
    return Stream.of(
            "https://github.com/acme/shop.git",
            "ssh://git@h.example:2222/o/n.git",
            "git@h.example:o/n.git",
            "Acme/Shop",
            "https://[::1]:3000/a%20b")
        .map(address -> address.getBytes(UTF_8));
  }

  @MethodSource("addresses")
  @FuzzTest
  void anAddressReadsBackNormalisedOrIsRefusedInOneLine(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    GitAddress address;
    try {
      address = GitAddress.parse(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank().hasLineCount(1);
      return;
    }
    assertThat(address.path()).isNotEmpty().doesNotStartWith("/").doesNotEndWith("/");
    assertThat(GitAddress.parse(address.text())).isEqualTo(address);
    if (address.authority() != null && !address.path().endsWith(".git")) {
      assertThat(Host.isAuthority(address.authority())).isTrue();
    }
  }
}
