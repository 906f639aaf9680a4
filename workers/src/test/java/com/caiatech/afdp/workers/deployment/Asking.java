package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Functions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Asks for a deployment as the gateway does.
final class Asking {
  private static final int MOST_ATTEMPTS = 100;

  private Asking() {}

  /// Starts the deployment, or finds the run that there is, and waits until it is admitted.
  ///
  /// @param task how long a worker may hold one task of the workflow
  static RequestOutcome deploy(WorkflowClient client, DeploymentStart start, Duration task) {
    return again(
        () -> {
          AutomatedDeploymentWorkflow workflow =
              client.newWorkflowStub(AutomatedDeploymentWorkflow.class, options(start, task));
          return admitted(workflow::admit, new WithStartWorkflowOperation<>(workflow::run, start));
        });
  }

  /// The same for a rollback.
  static RequestOutcome rollBack(WorkflowClient client, DeploymentStart start, Duration task) {
    return again(
        () -> {
          ForensicRollbackWorkflow workflow =
              client.newWorkflowStub(ForensicRollbackWorkflow.class, options(start, task));
          return admitted(workflow::admit, new WithStartWorkflowOperation<>(workflow::run, start));
        });
  }

  /// Asks on a thread of its own, whose end nobody awaits: what it comes to is nobody's, and no
  /// failure of the test that runs by then.
  static Thread unheard(Runnable asking) {
    return Thread.ofVirtual().uncaughtExceptionHandler((_, _) -> {}).start(asking);
  }

  /// Sends a request again, as clients do, while Temporal does not take it: after three tasks of
  /// the workflow that were not done in time, since workers died or are slow, it takes none.
  private static <T> T again(Supplier<T> request) {
    for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      try {
        return request.get();
      } catch (WorkflowServiceException failed) {
        if (!(failed.getCause() instanceof StatusRuntimeException refused)
            || refused.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
          throw failed;
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      }
    }
    return request.get();
  }

  private static WorkflowOptions options(DeploymentStart start, Duration task) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(start.deploymentId().value())
        .setTaskQueue(WorkflowNames.TASK_QUEUE)
        .setWorkflowTaskTimeout(task)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .build();
  }

  private static RequestOutcome admitted(
      Functions.Func<Answer> admit, WithStartWorkflowOperation<DeploymentStatus> run) {
    return WorkflowClient.executeUpdateWithStart(
            admit,
            UpdateOptions.<Answer>newBuilder()
                .setUpdateId(WorkflowNames.ADMIT)
                .setResultClass(Answer.class)
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            run)
        .outcome();
  }

  /// What an update came to; one that did not fit is refused by a failure.
  static RequestOutcome outcome(Supplier<Answer> update) {
    try {
      return again(update).outcome();
    } catch (WorkflowUpdateException failed) {
      if (failed.getCause() instanceof ApplicationFailure refused
          && refused.getType().startsWith(WorkflowNames.REFUSED)) {
        return new RequestOutcome.Refused(
            RefusalReason.valueOf(refused.getType().substring(WorkflowNames.REFUSED.length())),
            refused.getOriginalMessage());
      }
      throw failed;
    }
  }
}
