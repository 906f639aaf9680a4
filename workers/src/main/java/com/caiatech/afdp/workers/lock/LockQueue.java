package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// The state of one lock: first come, first served.
final class LockQueue {
  /// So many are remembered that a repeated request of an ended deployment cannot take the lock.
  static final int MAX_RELEASED = 200;

  private @Nullable DeploymentId holder;
  private final SequencedSet<DeploymentId> queue;
  private final SequencedSet<DeploymentId> released;

  LockQueue(LockStart.State state) {
    this.holder = state.holder();
    this.queue = new LinkedHashSet<>(state.queue());
    this.released = new LinkedHashSet<>(state.released());
  }

  LockPlace acquire(DeploymentId deployment) {
    if (released.contains(deployment)) {
      return new LockPlace.Released();
    }
    if (holder == null && queue.isEmpty()) {
      holder = deployment;
    }
    if (deployment.equals(holder)) {
      return new LockPlace.Granted();
    }
    queue.add(deployment);
    List<DeploymentId> order = new ArrayList<>(queue);
    int position = order.indexOf(deployment) + 1;
    DeploymentId behind =
        position > 1 ? order.get(position - 2) : Objects.requireNonNullElse(holder, deployment);
    return new LockPlace.Queued(position, behind);
  }

  void release(DeploymentId deployment) {
    boolean known = queue.remove(deployment);
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
    holder = queue.removeFirst();
    return Optional.of(holder);
  }

  boolean isGrantable() {
    return holder == null && !queue.isEmpty();
  }

  boolean isIdle() {
    return holder == null && queue.isEmpty();
  }

  /// The holder and everyone who waits.
  List<DeploymentId> everyone() {
    List<DeploymentId> everyone = new ArrayList<>();
    if (holder != null) {
      everyone.add(holder);
    }
    everyone.addAll(queue);
    return everyone;
  }

  LockStart.State state() {
    return new LockStart.State(holder, new ArrayList<>(queue), new ArrayList<>(released));
  }
}
