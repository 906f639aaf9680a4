package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// The state of one lock: first come, first served, but for who takes the places of others.
final class LockQueue {
  /// So many are remembered that a repeated request of an ended deployment cannot take the lock.
  static final int MAX_RELEASED = 200;

  private @Nullable DeploymentId holder;
  private final List<LockClaim> queue;
  private final SequencedSet<DeploymentId> released;
  private final Queue<LockStart.Notice> notices;

  LockQueue(LockStart.State state) {
    this.holder = state.holder();
    this.queue = new ArrayList<>(state.queue());
    this.released = new LinkedHashSet<>(state.released());
    this.notices = new ArrayDeque<>(state.notices());
  }

  LockPlace acquire(LockClaim claim) {
    DeploymentId deployment = claim.deployment();
    if (released.contains(deployment)) {
      return new LockPlace.Released();
    }
    if (holder == null && queue.isEmpty()) {
      holder = deployment;
    }
    if (deployment.equals(holder)) {
      return new LockPlace.Granted();
    }
    if (!waiting().contains(deployment)) {
      switch (claim.policy()) {
        case FIFO -> {}
        case REJECT -> {
          return new LockPlace.Busy(everyone().getFirst());
        }
        case LATEST -> takePlaces(claim);
        case PREEMPT -> {
          tellHolder(claim);
          takePlaces(claim);
        }
      }
      queue.add(claim);
    }
    int position = waiting().indexOf(deployment) + 1;
    DeploymentId behind =
        position > 1 ? waiting().get(position - 2) : Objects.requireNonNullElse(holder, deployment);
    return new LockPlace.Queued(position, behind);
  }

  private void tellHolder(LockClaim by) {
    if (holder != null) {
      notices.add(new LockStart.Notice(holder, by));
    }
  }

  private void takePlaces(LockClaim by) {
    for (LockClaim waiting : List.copyOf(queue)) {
      if (waiting.policy() != LockPolicy.PREEMPT) {
        release(waiting.deployment());
        notices.add(new LockStart.Notice(waiting.deployment(), by));
      }
    }
  }

  void release(DeploymentId deployment) {
    boolean known = queue.removeIf(claim -> claim.deployment().equals(deployment));
    if (deployment.equals(holder)) {
      holder = null;
      known = true;
    }
    if (known) {
      released.add(deployment);
      if (released.size() > MAX_RELEASED) {
        released.removeFirst();
      }
    }
  }

  /// Makes the first of the queue the holder when there is none.
  Optional<DeploymentId> grantNext() {
    if (!isGrantable()) {
      return Optional.empty();
    }
    holder = queue.removeFirst().deployment();
    return Optional.of(holder);
  }

  /// Takes the next of what is to be told.
  Optional<LockStart.Notice> nextNotice() {
    return Optional.ofNullable(notices.poll());
  }

  boolean hasNotices() {
    return !notices.isEmpty();
  }

  boolean isGrantable() {
    return holder == null && !queue.isEmpty();
  }

  boolean isIdle() {
    return holder == null && queue.isEmpty() && notices.isEmpty();
  }

  /// The holder and everyone who waits.
  List<DeploymentId> everyone() {
    List<DeploymentId> everyone = new ArrayList<>();
    if (holder != null) {
      everyone.add(holder);
    }
    everyone.addAll(waiting());
    return everyone;
  }

  private List<DeploymentId> waiting() {
    return queue.stream().map(LockClaim::deployment).toList();
  }

  LockStart.State state() {
    return new LockStart.State(holder, queue, new ArrayList<>(released), new ArrayList<>(notices));
  }
}
