package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.lock.EnvironmentLockWorkflow;
import com.caiatech.afdp.workers.lock.LockClaim;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;

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
  Answer abort(SteeringRequest request);

  /// Takes a person's wish that the deployment goes on, waits no longer or stands still; answers as
  /// soon as it is durable.
  @UpdateMethod(name = WorkflowNames.STEER)
  Answer steer(SteeringRequest request);

  /// Refuses a decision that does not fit, before it leaves an event.
  @UpdateValidatorMethod(updateName = WorkflowNames.DECIDE)
  void requireDecidable(DecisionRequest request);

  /// Refuses an abort that comes too late, before it leaves an event.
  @UpdateValidatorMethod(updateName = WorkflowNames.ABORT)
  void requireAbortable(SteeringRequest request);

  /// Refuses a wish that does not fit, before it leaves an event.
  @UpdateValidatorMethod(updateName = WorkflowNames.STEER)
  void requireSteerable(SteeringRequest request);

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
