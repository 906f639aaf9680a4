package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.workers.lock.LockClaim;

/// What a deployment and a rollback have in common: the course, and what can be asked of it.
abstract class DeploymentRun implements DeploymentUpdates {
  private final DeploymentCourse course;

  DeploymentRun(DeploymentStart start, DeploymentType type) {
    this.course = new DeploymentCourse(start, type);
  }

  final DeploymentStatus toTheEnd() {
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
    course.requireDecidable(request);
  }

  @Override
  public void requireAbortable(SteeringRequest request) {
    course.requireAbortable(request);
  }

  @Override
  public void requireSteerable(SteeringRequest request) {
    course.requireSteerable(request);
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
