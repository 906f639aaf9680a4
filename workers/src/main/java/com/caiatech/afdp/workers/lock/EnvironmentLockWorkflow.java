package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// The lock and the queue of one service in one environment. It is started by the first who
/// acquires and ends when nobody has held it for a while.
@WorkflowInterface
public interface EnvironmentLockWorkflow {
  /// The signal by which a deployment learns that its turn has come.
  String GRANTED = "granted";

  /// The signal by which a deployment learns that another takes its place; it carries that one's
  /// {@link LockClaim}.
  String PREEMPTED = "preempted";

  @WorkflowMethod(name = WorkflowNames.LOCK)
  void run(LockStart start);

  /// Takes the lock or a place in the queue; asking again changes nothing.
  @UpdateMethod(name = "acquire")
  LockPlace acquire(LockClaim claim);

  /// Gives the lock or the place in the queue back; does nothing for a deployment that has neither.
  @SignalMethod(name = "release")
  void release(DeploymentId deployment);
}
