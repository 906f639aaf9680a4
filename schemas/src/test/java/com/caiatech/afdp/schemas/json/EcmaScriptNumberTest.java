package com.caiatech.afdp.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EcmaScriptNumberTest {
  private static final int RANDOM_NUMBERS = 50_000;
  private static final int FRACTION_BITS = 52;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "4.9E-324, 5e-324",
    "1.0E-323, 1e-323",
    "2.0E-322, 2e-322",
    "2.0E-3, 0.002",
    "1.0E-6, 0.000001",
    "1.0E-7, 1e-7",
    "1.5E-7, 1.5e-7",
    "123456.789, 123456.789",
    "-120.0, -120",
    "1.0E20, 100000000000000000000",
    "2.0E23, 2e+23",
    "-1.25E30, -1.25e+30",
  })
  void writesTheFewestDigits(double value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
  }

  /// Node prints the same numbers: the edges of every power of two, and random bits.
  @Test
  void writesWhatAnEngineOfEcmaScriptWrites() throws Exception {
    List<Double> values = new ArrayList<>();
    for (long exponent = 0; exponent < 0x7ff; exponent++) {
      for (long beside = -2; beside <= 2; beside++) {
        values.add(Double.longBitsToDouble(Math.max(0, (exponent << FRACTION_BITS) + beside)));
      }
    }
    Random random = new Random(8785);
    for (int i = 0; i < RANDOM_NUMBERS; i++) {
      values.add(Double.longBitsToDouble(random.nextLong()));
      values.add(Double.longBitsToDouble(random.nextLong(1L << FRACTION_BITS))); // subnormal
      values.add(random.nextInt(1_000_000) / Math.pow(10, random.nextInt(12)));
    }
    values.removeIf(value -> !Double.isFinite(value));

    assertThat(values.stream().map(EcmaScriptNumberTest::text).toList())
        .isEqualTo(printedByNode(values));
  }

  static String text(double value) {
    StringBuilder text = new StringBuilder();
    EcmaScriptNumber.append(value, text);
    return text.toString();
  }

  private List<String> printedByNode(List<Double> values) throws Exception {
    Path script = folder.resolve("print.mjs");
    Path input = folder.resolve("bits");
    Files.writeString(
        script,
        """
        import { readFileSync } from 'node:fs';
        const view = new DataView(new ArrayBuffer(8));
        for (const bits of readFileSync(process.argv[2], 'ascii').trim().split('\\n')) {
          view.setBigInt64(0, BigInt(bits));
          console.log(String(view.getFloat64(0)));
        }
        """);
    Files.writeString(
        input,
        values.stream()
            .map(value -> Long.toString(Double.doubleToRawLongBits(value)))
            .collect(Collectors.joining("\n")));
    Path printed = folder.resolve("printed");
    Process process;
    try {
      process =
          new ProcessBuilder("node", script.toString(), input.toString())
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
    } catch (IOException missing) {
      System.out.println("SKIPPED: the judge of canonical numbers needs node on the PATH");
      assumeTrue(false, "the judge of canonical numbers needs node on the PATH");
      throw missing;
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
    return Files.readString(printed, UTF_8).lines().toList();
  }
}
