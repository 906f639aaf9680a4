package com.caiatech.afdp.infra.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  @Test
  void percentilesAreTakenByNearestRank() {
    Latencies hundred =
        Latencies.of(IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());
    assertThat(hundred.millis(50)).isEqualTo(50);
    assertThat(hundred.millis(95)).isEqualTo(95);
    assertThat(hundred.millis(99)).isEqualTo(99);
    assertThat(hundred.millis(100)).isEqualTo(100);
    assertThat(hundred.count()).isEqualTo(100);
  }

  @Test
  void whatWasNotMeasuredIsZero() {
    assertThat(Latencies.of(List.of()).millis(99)).isZero();
  }
}
