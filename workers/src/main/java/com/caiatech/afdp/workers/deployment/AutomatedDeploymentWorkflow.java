package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Deploys the version that a person asked for.
@WorkflowInterface
public interface AutomatedDeploymentWorkflow extends DeploymentUpdates {
  /// Runs to the closed manifest.
  @WorkflowMethod(name = WorkflowNames.DEPLOYMENT)
  DeploymentStatus run(DeploymentStart start);
}
