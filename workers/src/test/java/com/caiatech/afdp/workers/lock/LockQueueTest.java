package com.caiatech.afdp.workers.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockQueueTest {
  private static final PersonId PERSON = new PersonId("p_" + "a".repeat(32));
  private final DeploymentId first = DeploymentId.create(Instant.EPOCH);
  private final DeploymentId second = DeploymentId.create(Instant.EPOCH);
  private final DeploymentId third = DeploymentId.create(Instant.EPOCH);
  private final LockQueue lock =
      new LockQueue(new LockStart.State(null, List.of(), List.of(), List.of()));

  @Test
  void theFirstGetsTheLockAndTheOthersQueueInOrder() {
    assertThat(lock.acquire(fifo(first))).isEqualTo(new LockPlace.Granted());
    assertThat(lock.acquire(fifo(second))).isEqualTo(new LockPlace.Queued(1, first));
    assertThat(lock.acquire(fifo(third))).isEqualTo(new LockPlace.Queued(2, second));
  }

  @Test
  void askingAgainChangesNothing() {
    lock.acquire(fifo(first));
    lock.acquire(fifo(second));
    assertThat(lock.acquire(fifo(first))).isEqualTo(new LockPlace.Granted());
    assertThat(lock.acquire(fifo(second))).isEqualTo(new LockPlace.Queued(1, first));
    assertThat(lock.everyone()).containsExactly(first, second);
  }

  @Test
  void aNewcomerDoesNotOvertakeTheQueueBetweenReleaseAndGrant() {
    lock.acquire(fifo(first));
    lock.acquire(fifo(second));
    lock.release(first);
    assertThat(lock.acquire(fifo(third))).isEqualTo(new LockPlace.Queued(2, second));
    assertThat(lock.grantNext()).contains(second);
    assertThat(lock.grantNext()).isEmpty();
  }

  @Test
  void aReleasedDeploymentGetsNoPlaceAgain() {
    lock.acquire(fifo(first));
    lock.release(first);
    assertThat(lock.acquire(fifo(first))).isEqualTo(new LockPlace.Released());
    assertThat(lock.isIdle()).isTrue();
  }

  @Test
  void aReleaseOfAStrangerDoesNothing() {
    lock.acquire(fifo(first));
    lock.release(second);
    assertThat(lock.acquire(fifo(second))).isEqualTo(new LockPlace.Queued(1, first));
  }

  @Test
  void theStateSurvivesBeingCarriedOver() {
    lock.acquire(fifo(first));
    lock.acquire(fifo(second));
    lock.acquire(fifo(third));
    lock.release(first);
    LockQueue carried = new LockQueue(lock.state());
    assertThat(carried.grantNext()).contains(second);
    assertThat(carried.acquire(fifo(first))).isEqualTo(new LockPlace.Released());
    assertThat(carried.acquire(fifo(third))).isEqualTo(new LockPlace.Queued(1, second));
  }

  @Test
  void theLatestTakesThePlacesOfThoseThatWaitAndLeavesTheHolderAlone() {
    lock.acquire(fifo(first));
    lock.acquire(fifo(second));
    LockClaim latest = new LockClaim(third, PERSON, LockPolicy.LATEST);
    assertThat(lock.acquire(latest)).isEqualTo(new LockPlace.Queued(1, first));
    assertThat(lock.nextNotice()).contains(new LockStart.Notice(second, latest));
    assertThat(lock.nextNotice()).isEmpty();
    assertThat(lock.everyone()).containsExactly(first, third);
  }

  @Test
  void theLatestWaitsBehindWhoPreempts() {
    lock.acquire(fifo(first));
    lock.acquire(new LockClaim(second, PERSON, LockPolicy.PREEMPT));
    assertThat(lock.acquire(new LockClaim(third, PERSON, LockPolicy.LATEST)))
        .isEqualTo(new LockPlace.Queued(2, second));
    assertThat(lock.everyone()).containsExactly(first, second, third);
  }

  @Test
  void whoWantsNoPlaceBehindOthersGetsTheLockOrNothing() {
    LockClaim rejected = new LockClaim(second, PERSON, LockPolicy.REJECT);
    lock.acquire(fifo(first));
    assertThat(lock.acquire(rejected)).isEqualTo(new LockPlace.Busy(first));
    assertThat(lock.everyone()).containsExactly(first);
    lock.release(first);
    assertThat(lock.acquire(new LockClaim(third, PERSON, LockPolicy.REJECT)))
        .isEqualTo(new LockPlace.Granted());
  }

  @Test
  void whoPreemptsTakesTheTurnOfThoseThatWaitAndTheHolderIsTold() {
    lock.acquire(fifo(first));
    lock.acquire(fifo(second));
    LockClaim rollback = new LockClaim(third, PERSON, LockPolicy.PREEMPT);
    assertThat(lock.acquire(rollback)).isEqualTo(new LockPlace.Queued(1, first));
    assertThat(lock.acquire(rollback)).isEqualTo(new LockPlace.Queued(1, first));
    LockQueue carried = new LockQueue(lock.state());
    assertThat(carried.nextNotice()).contains(new LockStart.Notice(first, rollback));
    assertThat(carried.nextNotice()).contains(new LockStart.Notice(second, rollback));
    assertThat(carried.nextNotice()).isEmpty();
    assertThat(carried.acquire(fifo(second))).isEqualTo(new LockPlace.Released());
    carried.release(first);
    assertThat(carried.grantNext()).contains(third);
  }

  @Test
  void whoPreemptsWaitsBehindAnotherThatDoes() {
    lock.acquire(fifo(first));
    lock.acquire(new LockClaim(second, PERSON, LockPolicy.PREEMPT));
    assertThat(lock.acquire(new LockClaim(third, PERSON, LockPolicy.PREEMPT)))
        .isEqualTo(new LockPlace.Queued(2, second));
    assertThat(lock.everyone()).containsExactly(first, second, third);
  }

  @Test
  void aFreeLockIsPreemptedFromNobody() {
    assertThat(lock.acquire(new LockClaim(first, PERSON, LockPolicy.PREEMPT)))
        .isEqualTo(new LockPlace.Granted());
    assertThat(lock.hasNotices()).isFalse();
  }

  private static LockClaim fifo(DeploymentId deployment) {
    return new LockClaim(deployment, PERSON, LockPolicy.FIFO);
  }

  @Test
  void onlyTheLastReleasedAreRemembered() {
    lock.acquire(fifo(first));
    lock.release(first);
    for (int i = 0; i < LockQueue.MAX_RELEASED; i++) {
      DeploymentId other = DeploymentId.create(Instant.EPOCH);
      lock.acquire(fifo(other));
      lock.release(other);
    }
    assertThat(lock.state().released()).hasSize(LockQueue.MAX_RELEASED).doesNotContain(first);
  }
}
