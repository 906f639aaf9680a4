package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.connection.Signals;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;

/// The lock's workflow. A holder whose workflow has ended without a release, whatever happened to
/// it, loses the lock at the next look.
public final class EnvironmentLock implements EnvironmentLockWorkflow {
  private static final int LONG_HISTORY = 2_000;

  private final LockQueue lock;
  private final LockActivities activities =
      Workflow.newLocalActivityStub(LockActivities.class, Retries.shortLocal());

  @WorkflowInit
  public EnvironmentLock(LockStart start) {
    this.lock = new LockQueue(start.state());
  }

  @Override
  public void run(LockStart start) {
    Duration idle = Duration.ofMillis(start.settings().idleMillis());
    Duration probe = Duration.ofMillis(start.settings().probeMillis());
    while (true) {
      if (lock.hasNotices()) {
        lock.nextNotice().ifPresent(EnvironmentLock::tell);
      } else if (lock.isGrantable()) {
        lock.grantNext().ifPresent(this::tell);
      } else if (lock.isIdle()) {
        if (!Workflow.await(idle, () -> !lock.isIdle()) && endsIdle()) {
          return;
        }
      } else if (hasLongHistory()) {
        Workflow.await(Workflow::isEveryHandlerFinished);
        Workflow.continueAsNew(new LockStart(start.settings(), lock.state()));
      } else if (!Workflow.await(probe, this::hasWork)) {
        activities.ended(lock.everyone()).forEach(lock::release);
      }
    }
  }

  @Override
  public LockPlace acquire(LockClaim claim) {
    return lock.acquire(claim);
  }

  @Override
  public void release(DeploymentId deployment) {
    lock.release(deployment);
  }

  /// An update that arrives now is answered first; the server refuses to complete a workflow while
  /// it has an update that the workflow has not seen.
  private boolean endsIdle() {
    Workflow.await(Workflow::isEveryHandlerFinished);
    return lock.isIdle();
  }

  private boolean hasWork() {
    return lock.hasNotices() || lock.isGrantable() || lock.isIdle();
  }

  /// One that has ended in the meantime needs not be told; the next look finds it.
  private static void tell(LockStart.Notice notice) {
    if (!Signals.send(notice.to().value(), PREEMPTED, notice.by())) {
      Workflow.getLogger(EnvironmentLock.class)
          .info("deployment {} ended before another took its place", notice.to());
    }
  }

  private void tell(DeploymentId next) {
    if (!Signals.send(next.value(), GRANTED)) {
      Workflow.getLogger(EnvironmentLock.class)
          .info("deployment {} ended before its turn came", next);
      lock.release(next);
    }
  }

  private static boolean hasLongHistory() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        || Workflow.getInfo().getHistoryLength() > LONG_HISTORY;
  }
}
