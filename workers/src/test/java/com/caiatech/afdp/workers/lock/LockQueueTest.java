package com.caiatech.afdp.workers.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockQueueTest {
  private final DeploymentId first = DeploymentId.create(Instant.EPOCH);
  private final DeploymentId second = DeploymentId.create(Instant.EPOCH);
  private final DeploymentId third = DeploymentId.create(Instant.EPOCH);
  private final LockQueue lock = new LockQueue(new LockStart.State(null, List.of(), List.of()));

  @Test
  void theFirstGetsTheLockAndTheOthersQueueInOrder() {
    assertThat(lock.acquire(first)).isEqualTo(new LockPlace.Granted());
    assertThat(lock.acquire(second)).isEqualTo(new LockPlace.Queued(1, first));
    assertThat(lock.acquire(third)).isEqualTo(new LockPlace.Queued(2, second));
  }

  @Test
  void askingAgainChangesNothing() {
    lock.acquire(first);
    lock.acquire(second);
    assertThat(lock.acquire(first)).isEqualTo(new LockPlace.Granted());
    assertThat(lock.acquire(second)).isEqualTo(new LockPlace.Queued(1, first));
    assertThat(lock.everyone()).containsExactly(first, second);
  }

  @Test
  void aNewcomerDoesNotOvertakeTheQueueBetweenReleaseAndGrant() {
    lock.acquire(first);
    lock.acquire(second);
    lock.release(first);
    assertThat(lock.acquire(third)).isEqualTo(new LockPlace.Queued(2, second));
    assertThat(lock.grantNext()).contains(second);
    assertThat(lock.grantNext()).isEmpty();
  }

  @Test
  void aReleasedDeploymentGetsNoPlaceAgain() {
    lock.acquire(first);
    lock.release(first);
    assertThat(lock.acquire(first)).isEqualTo(new LockPlace.Released());
    assertThat(lock.isIdle()).isTrue();
  }

  @Test
  void aReleaseOfAStrangerDoesNothing() {
    lock.acquire(first);
    lock.release(second);
    assertThat(lock.acquire(second)).isEqualTo(new LockPlace.Queued(1, first));
  }

  @Test
  void theStateSurvivesBeingCarriedOver() {
    lock.acquire(first);
    lock.acquire(second);
    lock.acquire(third);
    lock.release(first);
    LockQueue carried = new LockQueue(lock.state());
    assertThat(carried.grantNext()).contains(second);
    assertThat(carried.acquire(first)).isEqualTo(new LockPlace.Released());
    assertThat(carried.acquire(third)).isEqualTo(new LockPlace.Queued(1, second));
  }

  @Test
  void onlyTheLastReleasedAreRemembered() {
    lock.acquire(first);
    lock.release(first);
    for (int i = 0; i < LockQueue.MAX_RELEASED; i++) {
      DeploymentId other = DeploymentId.create(Instant.EPOCH);
      lock.acquire(other);
      lock.release(other);
    }
    assertThat(lock.state().released()).hasSize(LockQueue.MAX_RELEASED).doesNotContain(first);
  }
}
