package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import io.temporal.workflow.WorkflowInit;

/// A deployment: the shared course with commits from the request.
public final class AutomatedDeployment extends DeploymentRun
    implements AutomatedDeploymentWorkflow {
  @WorkflowInit
  public AutomatedDeployment(DeploymentStart start) {
    super(start, DeploymentType.DEPLOY);
  }

  @Override
  public DeploymentStatus run(DeploymentStart start) {
    return toTheEnd();
  }
}
