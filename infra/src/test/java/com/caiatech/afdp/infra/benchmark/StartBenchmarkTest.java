package com.caiatech.afdp.infra.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartBenchmarkTest {
  @Test
  void eachKindOfStartIsToldBesideItsPeer() {
    Map<StartBenchmark.What, Latencies> latencies = new EnumMap<>(StartBenchmark.What.class);
    int millis = 100;
    for (StartBenchmark.What what : StartBenchmark.What.values()) {
      latencies.put(what, Latencies.of(List.of(Duration.ofMillis(millis))));
      millis += 50;
    }
    StartBenchmark.Result result = new StartBenchmark.Result(latencies);
    assertThat(result.text().lines())
        .hasSize(1 + StartBenchmark.What.values().length)
        .element(2)
        .asString()
        .containsPattern("afdp version +p50 +150\\.0 .* 1\\.50 of: java's own hello");
    assertThat(result.toJson().path("UP_KILLED").path("peer").asText()).isEqualTo("UP_USED");
    assertThat(result.toJson().path("HELLO").has("ofPeer")).isFalse();
  }
}
