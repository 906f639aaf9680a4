package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.connection.Executions;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import java.util.List;

/// Reaches the locks' workflows through a client.
public final class TemporalLocks implements LockActivities {
  private final WorkflowClient client;
  private final LockStart.LockSettings settings;

  public TemporalLocks(WorkflowClient client, LockStart.LockSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  @Override
  public LockPlace acquire(String lockId, LockClaim claim) {
    EnvironmentLockWorkflow lock =
        client.newWorkflowStub(
            EnvironmentLockWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(lockId)
                .setTaskQueue(WorkflowNames.TASK_QUEUE)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .build());
    return WorkflowClient.executeUpdateWithStart(
        lock::acquire,
        claim,
        UpdateOptions.<LockPlace>newBuilder()
            .setUpdateId(claim.deployment().value())
            .setResultClass(LockPlace.class)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(lock::run, LockStart.free(settings)));
  }

  @Override
  public List<DeploymentId> ended(List<DeploymentId> deployments) {
    return deployments.stream()
        .filter(id -> !Executions.isRunning(client, WorkflowNames.deploymentWorkflowId(id)))
        .toList();
  }
}
