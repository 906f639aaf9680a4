package com.caiatech.afdp.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.PersonId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FairCapacityTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final PersonId ONE = new PersonId("p_" + "1".repeat(32));
  private static final PersonId TWO = new PersonId("p_" + "2".repeat(32));

  private final FairCapacity capacity = capacity(1, 1, 1, 1);

  private static FairCapacity capacity(int most, int mostEach, int waiting, int waitingEach) {
    return new FairCapacity(new FairCapacity.Bounds(most, mostEach, waiting, waitingEach));
  }

  /// Whether that caller gets a turn, asked for by a thread of its own.
  private static CompletableFuture<Boolean> waiting(FairCapacity capacity, PersonId caller) {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> turn.complete(capacity.take(caller, LONG)));
    return turn;
  }

  @Test
  void whoFindsNoTurnWaitsForTheOneThatIsGivenBack() {
    assertThat(capacity.take(ONE, Duration.ZERO)).isTrue();
    CompletableFuture<Boolean> next = waiting(capacity, TWO);
    capacity.giveBack(ONE);
    assertThat(next).succeedsWithin(LONG).isEqualTo(true);
  }

  @Test
  void whoFindsNoPlaceToWaitIsRefusedAtOnce() {
    FairCapacity without = capacity(1, 1, 0, 0);
    assertThat(without.take(ONE, LONG)).isTrue();
    assertThat(without.take(ONE, LONG)).isFalse();
    assertThat(without.take(TWO, LONG)).isFalse();
    without.giveBack(ONE);
    assertThat(without.take(TWO, LONG)).isTrue();
  }

  @Test
  void whoWaitsTooLongIsRefusedAndLeavesItsPlace() {
    assertThat(capacity.take(ONE, Duration.ZERO)).isTrue();
    assertThat(capacity.take(ONE, Duration.ofMillis(1))).isFalse();
    assertThat(capacity.take(ONE, Duration.ofMillis(1))).isFalse();
    capacity.giveBack(ONE);
    assertThat(capacity.take(ONE, Duration.ZERO)).isTrue();
  }

  @Test
  void nobodyTakesMoreThanItsShareWhileThereIsMore() {
    FairCapacity shared = capacity(3, 2, 0, 0);
    assertThat(shared.take(ONE, Duration.ZERO)).isTrue();
    assertThat(shared.take(ONE, Duration.ZERO)).isTrue();
    assertThat(shared.take(ONE, Duration.ZERO)).isFalse();
    assertThat(shared.take(TWO, Duration.ZERO)).isTrue();
    shared.giveBack(ONE);
    assertThat(shared.take(ONE, Duration.ZERO)).isTrue();
  }

  @Test
  void aTurnThatIsGivenBackGoesToTheCallerWhoHasTheFewest() {
    FairCapacity shared = capacity(2, 2, 10, 10);
    assertThat(shared.take(ONE, Duration.ZERO)).isTrue();
    assertThat(shared.take(ONE, Duration.ZERO)).isTrue();
    CompletableFuture<Boolean> again = waiting(shared, ONE);
    await().until(() -> shared.waiting() == 1);
    CompletableFuture<Boolean> other = waiting(shared, TWO);
    await().until(() -> shared.waiting() == 2);
    shared.giveBack(ONE);
    assertThat(other).succeedsWithin(LONG).isEqualTo(true);
    assertThat(again).isNotDone();
    shared.giveBack(TWO);
    assertThat(again).succeedsWithin(LONG).isEqualTo(true);
  }

  @Test
  void oneThatIsClosedGivesNoTurnAlsoToWhomWaits() throws Exception {
    assertThat(capacity.take(ONE, Duration.ZERO)).isTrue();
    CompletableFuture<Boolean> waiting = waiting(capacity, ONE);
    capacity.close();
    assertThat(capacity.take(ONE, LONG)).isFalse();
    capacity.giveBack(ONE);
    assertThat(waiting).succeedsWithin(LONG).isEqualTo(false);
    assertThat(capacity.awaitIdle(LONG)).isTrue();
  }
}
