package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.workflow.AbortRequest;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.lock.EnvironmentLockWorkflow;
import com.caiatech.afdp.workers.lock.LockClaim;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;

/// What can be asked of a running deployment or rollback.
public interface DeploymentUpdates {
  /// Answers as soon as the request is durable and its place in the queue is known.
  @UpdateMethod(name = WorkflowNames.ADMIT)
  Answer admit();

  /// Takes a person's decision about the plan.
  @UpdateMethod(name = WorkflowNames.DECIDE)
  Answer decide(DecisionRequest request);

  /// Stops the deployment; answers as soon as the request is durable.
  @UpdateMethod(name = WorkflowNames.ABORT)
  Answer abort(AbortRequest request);

  /// What happened so far.
  @QueryMethod(name = WorkflowNames.PROGRESS)
  DeploymentProgress progress();

  /// Says that the lock is this deployment's.
  @SignalMethod(name = EnvironmentLockWorkflow.GRANTED)
  void granted();

  /// Says that another deployment takes the place of this one.
  @SignalMethod(name = EnvironmentLockWorkflow.PREEMPTED)
  void preempted(LockClaim by);
}
