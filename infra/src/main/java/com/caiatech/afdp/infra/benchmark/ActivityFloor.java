package com.caiatech.afdp.infra.benchmark;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// What one activity after another costs on a Temporal service where none of them does anything:
/// the least that a step of a deployment can take beyond its work.
final class ActivityFloor {
  private static final String QUEUE = "afdp-benchmark-floor";
  private static final int IN_SEQUENCE = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private ActivityFloor() {}

  /// Runs empty activities one after the other.
  @WorkflowInterface
  public interface EmptyWorkflow {
    @WorkflowMethod
    void run(int activities);
  }

  /// Does nothing.
  @ActivityInterface
  public interface EmptyActivities {
    void nothing();
  }

  /// Calls the activity that often.
  public static final class Empty implements EmptyWorkflow {
    @Override
    public void run(int activities) {
      EmptyActivities empty =
          Workflow.newActivityStub(
              EmptyActivities.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(PATIENCE).build());
      for (int i = 0; i < activities; i++) {
        empty.nothing();
      }
    }
  }

  /// The time of one activity, as the mean of some in sequence, in so many workflows after some
  /// that only warm up. The workers are set up as those of the platform.
  static Latencies measure(WorkflowClient client, int workflows) {
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    try {
      io.temporal.worker.Worker worker =
          workers.newWorker(QUEUE, WorkerOptions.newBuilder().setUsingVirtualThreads(true).build());
      worker.registerWorkflowImplementationTypes(Empty.class);
      worker.registerActivitiesImplementations((EmptyActivities) () -> {});
      workers.start();
      List<Duration> took = new ArrayList<>();
      for (int number = -workflows; number < workflows; number++) {
        Duration each = run(client, IN_SEQUENCE).minus(run(client, 0)).dividedBy(IN_SEQUENCE);
        if (number >= 0) {
          took.add(each);
        }
      }
      return Latencies.of(took);
    } finally {
      workers.shutdownNow();
    }
  }

  private static Duration run(WorkflowClient client, int activities) {
    EmptyWorkflow workflow =
        client.newWorkflowStub(
            EmptyWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(QUEUE)
                .setWorkflowId("floor/" + UUID.randomUUID())
                .build());
    long begin = System.nanoTime();
    workflow.run(activities);
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
