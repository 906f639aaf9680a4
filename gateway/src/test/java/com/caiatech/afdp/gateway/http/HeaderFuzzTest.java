package com.caiatech.afdp.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.micronaut.http.MediaType;
import java.util.List;
import java.util.Optional;

class HeaderFuzzTest {
  private static final int MAX_BYTES = 8 * 1024;

  /// Several headers mean what one means that holds them all (RFC 9110 section 5.3).
  @FuzzTest
  void whatIsPreferredIsTakenHoweverTheRangesAreSpread(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    Optional<ReplyType> preferred = Accepted.of(List.of(header)).preferred();
    preferred.ifPresent(
        type -> assertThat(Accepted.of(List.of(header)).takes(type)).as(header).isTrue());
    List<String> spread = List.of(header.split(",", -1));
    if (spread.size() < 32) {
      assertThat(Accepted.of(spread).preferred()).isEqualTo(preferred);
    }
  }

  @FuzzTest
  void jsonIsWhatTheFrameworkCallsJson(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    if (bytes.length <= MAX_BYTES && ContentTypes.isJson(header)) {
      assertThat(frameworkName(header)).isEqualToIgnoringCase(MediaType.APPLICATION_JSON);
    }
  }

  /// @return the type's name; JSON's where a parameter keeps the framework from reading the type
  private static String frameworkName(String header) {
    try {
      return MediaType.of(header.strip()).getName().strip();
    } catch (IllegalArgumentException unreadable) {
      return MediaType.APPLICATION_JSON;
    }
  }
}
