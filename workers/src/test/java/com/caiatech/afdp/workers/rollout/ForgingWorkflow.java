package com.caiatech.afdp.workers.rollout;

import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.FailureTypes;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A workflow of somebody who reaches Temporal and knows the names of the platform's activities.
@WorkflowInterface
public interface ForgingWorkflow {
  /// The queue of the thief's own worker.
  String TASK_QUEUE = "forging";

  /// Has the platform's workers carry out an activity.
  ///
  /// @param further its second argument, where it takes one
  /// @return `done: ` and its result, or the type and reason of its failure
  @WorkflowMethod
  String carryOut(String activity, Object payload, @Nullable Object further);

  /// Forges.
  final class Forging implements ForgingWorkflow {
    private final ActivityStub activities =
        Workflow.newUntypedActivityStub(
            ActivityOptions.newBuilder()
                .setTaskQueue(WorkflowNames.TASK_QUEUE)
                .setStartToCloseTimeout(Duration.ofSeconds(60))
                .build());

    @Override
    public String carryOut(String activity, Object payload, @Nullable Object further) {
      try {
        Object result =
            further == null
                ? activities.execute(activity, Object.class, payload)
                : activities.execute(activity, Object.class, payload, further);
        return "done: " + result;
      } catch (ActivityFailure failure) {
        return FailureTypes.typeOf(failure) + ": " + FailureTypes.reason(failure);
      }
    }
  }
}
