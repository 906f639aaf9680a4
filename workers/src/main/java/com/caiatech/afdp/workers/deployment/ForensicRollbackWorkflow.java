package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Goes back to an earlier deployment whose evidence verifies.
@WorkflowInterface
public interface ForensicRollbackWorkflow extends DeploymentUpdates {
  /// Runs to the closed manifest.
  @WorkflowMethod(name = WorkflowNames.ROLLBACK)
  DeploymentStatus run(DeploymentStart start);
}
