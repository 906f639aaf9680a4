package com.caiatech.afdp.gateway.execution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class TraceParentFuzzTest {
  private static final int MAX_BYTES = 1024;

  @FuzzTest
  void whatIsReadStandsInTheHeaderAndAVersionZeroHasNothingMore(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    TraceParent.parse(header)
        .ifPresent(
            trace -> {
              String value = header.strip();
              assertThat(value.substring(2))
                  .startsWith("-" + trace.traceId() + "-" + trace.parentId() + "-");
              assertThat(trace.traceId()).matches("(?!0{32})[0-9a-f]{32}");
              assertThat(trace.parentId()).matches("(?!0{16})[0-9a-f]{16}");
              if (value.startsWith("00")) {
                assertThat(value).hasSize(55);
              }
            });
  }
}
