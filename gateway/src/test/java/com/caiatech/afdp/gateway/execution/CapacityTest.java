package com.caiatech.afdp.gateway.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Capacity capacity = new Capacity(1, 1);

  @Test
  void whoFindsNoTurnWaitsForTheOneThatIsGivenBack() {
    assertThat(capacity.take(Duration.ZERO)).isTrue();
    CompletableFuture<Boolean> next = CompletableFuture.supplyAsync(() -> capacity.take(LONG));
    capacity.giveBack();
    assertThat(next).succeedsWithin(LONG).isEqualTo(true);
  }

  @Test
  void whoFindsNoPlaceToWaitIsRefusedAtOnce() {
    Capacity without = new Capacity(1, 0);
    assertThat(without.take(LONG)).isTrue();
    assertThat(without.take(LONG)).isFalse();
    without.giveBack();
    assertThat(without.take(LONG)).isTrue();
  }

  @Test
  void whoWaitsTooLongIsRefusedAndLeavesItsPlace() {
    assertThat(capacity.take(Duration.ZERO)).isTrue();
    assertThat(capacity.take(Duration.ofMillis(1))).isFalse();
    assertThat(capacity.take(Duration.ofMillis(1))).isFalse();
    capacity.giveBack();
    assertThat(capacity.take(Duration.ZERO)).isTrue();
  }

  @Test
  void oneThatIsClosedGivesNoTurnAlsoToWhomWaits() throws Exception {
    assertThat(capacity.take(Duration.ZERO)).isTrue();
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> capacity.take(LONG));
    capacity.close();
    assertThat(capacity.take(LONG)).isFalse();
    capacity.giveBack();
    assertThat(waiting).succeedsWithin(LONG).isEqualTo(false);
    assertThat(capacity.awaitIdle(LONG)).isTrue();
  }
}
