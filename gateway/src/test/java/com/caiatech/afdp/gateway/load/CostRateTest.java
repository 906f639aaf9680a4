package com.caiatech.afdp.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.PersonId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CostRateTest {
  private static final PersonId ONE = new PersonId("p_" + "1".repeat(32));
  private static final PersonId TWO = new PersonId("p_" + "2".repeat(32));

  private final AtomicLong nanos = new AtomicLong();
  private final CostRate rate = new CostRate(10, 100, nanos::get);

  @Test
  void whatIsTakenComesBackWithTimeAndIsEachCallersOwn() {
    assertThat(rate.charge(ONE, 95)).isZero();
    assertThat(rate.charge(ONE, 25)).isEqualTo(Duration.ofSeconds(2));
    assertThat(rate.charge(TWO, 25)).isZero();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(rate.charge(ONE, 25)).isZero();
    assertThat(rate.charge(ONE, 1)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void whatWasNotNeededComesBackAtOnce() {
    assertThat(rate.charge(ONE, 100)).isZero();
    rate.refund(ONE, 60);
    assertThat(rate.charge(ONE, 60)).isZero();
    rate.refund(ONE, 1_000);
    assertThat(rate.charge(ONE, 100)).isZero();
    assertThat(rate.charge(ONE, 1)).isPositive();
  }

  @Test
  void whatCostsMoreThanABucketHoldsTakesAFullOne() {
    assertThat(rate.charge(ONE, 1_000)).isZero();
    assertThat(rate.charge(ONE, 1_000)).isEqualTo(Duration.ofSeconds(10));
  }
}
