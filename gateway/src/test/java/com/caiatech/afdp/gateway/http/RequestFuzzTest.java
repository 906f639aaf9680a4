package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.execution.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a stranger sends is read or refused, and never fails. Mutates known inputs by a seed:
/// an agent that instruments the gateway's three hundred jars would cost each build a minute.
class RequestFuzzTest {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MUTATIONS = 5_000;
  private static final RequestReader READER = new RequestReader(32, MAX_BYTES);

  private static final List<String> BODIES =
      List.of(
          "{\"query\":\"{ hello }\",\"variables\":{\"a\":[1,{\"b\":null}]},\"operationName\":null}",
          "{\"query\":\"\\ud800\",\"extensions\":{}}",
          "[".repeat(20_000),
          "{\"a\":".repeat(5_000),
          "\uFEFF{\"query\":\"{ a }\"}",
          "{\"query\":\"{a}\",\"variables\":{\"n\":1e999999999,\"m\":-0.0E-1}}");

  private static final List<String> HEADERS =
      List.of(
          "application/json;q=0.5, */*;q=, ;;;, a/b/c;q=2, text/event-stream",
          "Application/JSON; charset=\"UTF-8\"; q=1.000",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "a/b,".repeat(2_000));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyBodyIsReadOrRefusedWith400(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] body = mutated(BODIES.get(random.nextInt(BODIES.size())), random);
      switch (READER.readBody(body)) {
        case Reading.Read read -> assertThat(read.request().query()).isNotNull();
        case Reading.Malformed malformed -> {
          assertThat(malformed.status().getCode()).isEqualTo(400);
          assertThat(malformed.error().message().length()).isLessThan(1_000);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyHeaderIsJudged(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      String header =
          new String(
              mutated(HEADERS.get(random.nextInt(HEADERS.size())), random),
              StandardCharsets.ISO_8859_1);
      Accepted accepted = Accepted.of(List.of(header));
      accepted.preferred().ifPresent(type -> assertThat(accepted.takes(type)).isTrue());
      TraceParent.parse(header).ifPresent(trace -> assertThat(trace.traceId()).hasSize(32));
      if (ContentTypes.isJson(header)) {
        assertThat(header.strip().toLowerCase(Locale.ROOT)).startsWith("application/json");
      }
    }
  }

  private static byte[] mutated(String input, Random random) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        default -> System.arraycopy(bytes, 0, bytes, at, Math.min(at, bytes.length - at));
      }
    }
    return bytes;
  }
}
