package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.platform.QueueRule;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.connection.Signals;
import com.caiatech.afdp.workers.lock.LockActivities;
import com.caiatech.afdp.workers.lock.LockClaim;
import com.caiatech.afdp.workers.lock.LockPlace;
import com.caiatech.afdp.workers.lock.LockPolicy;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A deployment's place with the lock of its service and environment. A rollback waits for nobody
/// who has not begun.
final class TurnInQueue {
  private final DeploymentStart start;
  private final Chronicle chronicle;
  private final String lockId;
  private final LockActivities locks =
      Workflow.newLocalActivityStub(
          LockActivities.class, Retries.shortLocal(CourseLimits.RECORD_WITHIN));
  private boolean taken;
  private boolean granted;
  private boolean released;
  private @Nullable Reason refused;

  TurnInQueue(DeploymentStart start, Chronicle chronicle) {
    this.start = start;
    this.chronicle = chronicle;
    this.lockId = WorkflowNames.lockId(start.service(), start.environment());
  }

  /// Takes the lock or a place in the queue.
  ///
  /// @param rule for a deployment; a rollback pre-empts
  LockPlace take(QueueRule rule) {
    taken = true;
    LockPlace place =
        locks.acquire(
            lockId,
            new LockClaim(
                start.deploymentId(),
                start.request().requestedBy(),
                start.request().action() == RequestedAction.ROLLBACK
                    ? LockPolicy.PREEMPT
                    : policy(rule),
                chronicle.isAhead()));
    switch (place) {
      case LockPlace.Granted _ -> granted = true;
      case LockPlace.Released _ -> released = true;
      case LockPlace.Busy(DeploymentId with) -> refused = busy(with);
      case LockPlace.Queued queued ->
          chronicle.enter(
              DeploymentPhase.QUEUED,
              "waits behind " + queued.behind() + ", position " + queued.position());
    }
    return place;
  }

  private static LockPolicy policy(QueueRule rule) {
    return switch (rule) {
      case FIFO -> LockPolicy.FIFO;
      case LATEST -> LockPolicy.LATEST;
      case REJECT -> LockPolicy.REJECT;
    };
  }

  /// Why it was refused that wanted no place behind others.
  static Reason busy(DeploymentId with) {
    return Reason.of(
            "deployment {} is under way, and by its queue rule the environment takes no other of the service meanwhile; ask again once that has ended")
        .with(with);
  }

  /// Waits for the lock.
  ///
  /// @return how the deployment ends when it does not get it in time
  Optional<Ending> await(Duration most) {
    if (refused != null) {
      return Optional.of(new Ending(DeploymentStatus.REFUSED, refused));
    }
    if (Workflow.await(most, () -> granted || released) && granted) {
      return Optional.empty();
    }
    return Optional.of(
        released
            ? new Ending(
                DeploymentStatus.REFUSED, Reason.of("its place in the queue was given back before"))
            : new Ending(
                DeploymentStatus.EXPIRED,
                Reason.of("its turn did not come within {} s").with(most.toSeconds())));
  }

  void granted() {
    granted = true;
  }

  /// Gives the lock or the place back, once; a lock that has gone needs nothing.
  void giveBack() {
    if (taken) {
      taken = false;
      Signals.send(lockId, "release", start.deploymentId());
    }
  }
}
