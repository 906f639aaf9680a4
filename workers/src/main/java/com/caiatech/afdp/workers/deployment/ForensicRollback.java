package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.workers.lock.LockClaim;
import io.temporal.workflow.WorkflowInit;

/// A rollback: the shared course with commits from the manifest of an earlier deployment.
public final class ForensicRollback implements ForensicRollbackWorkflow {
  private final DeploymentCourse course;

  @WorkflowInit
  public ForensicRollback(DeploymentStart start) {
    this.course = new DeploymentCourse(start, DeploymentType.ROLLBACK);
  }

  @Override
  public DeploymentStatus run(DeploymentStart start) {
    return course.run();
  }

  @Override
  public Answer admit() {
    return course.admit();
  }

  @Override
  public Answer decide(DecisionRequest request) {
    return course.decide(request);
  }

  @Override
  public Answer abort(SteeringRequest request) {
    return course.abort(request);
  }

  @Override
  public Answer steer(SteeringRequest request) {
    return course.steer(request);
  }

  @Override
  public void requireDecidable(DecisionRequest request) {
    course.requireFitting(request);
  }

  @Override
  public void requireAbortable(SteeringRequest request) {
    course.requireAbortable(request);
  }

  @Override
  public void requireSteerable(SteeringRequest request) {
    course.requireFitting(request);
  }

  @Override
  public DeploymentProgress progress() {
    return course.progress();
  }

  @Override
  public void granted() {
    course.granted();
  }

  @Override
  public void preempted(LockClaim by) {
    course.preempted(by);
  }
}
