package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What whoever reaches Temporal asks the workers' activities for, one by one, by a workflow and a
/// worker of the thief's own: each is refused.
final class ActivityAttacks implements AutoCloseable {
  private static final String TASK_QUEUE = "thief";

  private final WorkflowClient client;
  private final WorkerFactory worker;
  private final StandingRecord pattern;

  /// @param pattern an opened manifest of a deployment that has ended
  ActivityAttacks(WorkflowClient client, StandingRecord pattern) {
    this.client = client;
    this.pattern = pattern;
    this.worker = WorkerFactory.newInstance(client);
    worker.newWorker(TASK_QUEUE).registerWorkflowImplementationTypes(Asking.class);
    worker.start();
  }

  List<Outcome> carryOut() {
    return List.of(
        instance(
            "an instance of a deployment that has ended",
            new DeploymentId(pattern.record().header().subject().uuid())),
        instance(
            "an instance of a deployment that is not recorded", DeploymentId.create(Instant.now())),
        outcome(
            "a manifest for the workers to sign",
            FailureTypes.RECORD_REFUSED,
            ask("LedgerWrite", List.of(RecordToWrite.of(forged())), null)));
  }

  /// An instance of the pattern's commits in the name of a deployment.
  Outcome instance(String name, DeploymentId id) {
    Header header = pattern.record().header();
    Rollout rollout =
        Rollout.of(
            id,
            Objects.requireNonNull(header.scope().service()),
            Objects.requireNonNull(header.scope().environment()),
            (DeploymentManifestOpened) pattern.record().body());
    return outcome(
        name, FailureTypes.UNSOUND, ask("TargetStart", rollout, new PlanStep.Start(1, 0)));
  }

  private LedgerRecord forged() {
    Header header = pattern.record().header();
    return LedgerRecord.of(
        new Header(
            header.kind(),
            DeploymentId.create(Instant.now()).subject(),
            header.logicalStep(),
            header.scope(),
            Instant.now()),
        pattern.record().body());
  }

  private static Outcome outcome(String name, String type, String found) {
    return new Outcome(
        Thief.TEMPORAL.toString(), name, "refused " + type, new TreeSet<>(List.of(found)));
  }

  /// @param further the activity's second argument, where it takes one
  private String ask(String activity, Object payload, @Nullable Object further) {
    return client
        .newWorkflowStub(
            AskingWorkflow.class, WorkflowOptions.newBuilder().setTaskQueue(TASK_QUEUE).build())
        .ask(activity, payload, further);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  /// The thief's workflow.
  @WorkflowInterface
  public interface AskingWorkflow {
    /// Asks for an activity.
    ///
    /// @return `refused ` and the type of the failure, or `done`
    @WorkflowMethod
    String ask(String activity, Object payload, @Nullable Object further);
  }

  /// What it does.
  public static final class Asking implements AskingWorkflow {
    @Override
    public String ask(String activity, Object payload, @Nullable Object further) {
      Object[] arguments =
          further == null ? new Object[] {payload} : new Object[] {payload, further};
      try {
        Workflow.newUntypedActivityStub(
                ActivityOptions.newBuilder()
                    .setTaskQueue(WorkflowNames.TASK_QUEUE)
                    .setStartToCloseTimeout(Duration.ofMinutes(1))
                    .build())
            .execute(activity, Object.class, arguments);
        return "done";
      } catch (ActivityFailure failure) {
        return "refused " + FailureTypes.typeOf(failure);
      }
    }
  }
}
