package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import io.temporal.workflow.WorkflowInit;

/// A rollback: the shared course with commits from the manifest of an earlier deployment.
public final class ForensicRollback extends DeploymentRun implements ForensicRollbackWorkflow {
  @WorkflowInit
  public ForensicRollback(DeploymentStart start) {
    super(start, DeploymentType.ROLLBACK);
  }

  @Override
  public DeploymentStatus run(DeploymentStart start) {
    return toTheEnd();
  }
}
