package com.caiatech.afdp.workers.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.connection.Executions;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvironmentLockTest {
  private static final String LOCK = "env/cart/staging";
  private static final Map<String, Boolean> GRANTED = new ConcurrentHashMap<>();

  /// Waits for the lock, holds it until it is told to end, and gives it back or forgets to.
  @WorkflowInterface
  public interface HolderWorkflow {
    @WorkflowMethod
    void run(boolean givesBack);

    @SignalMethod(name = EnvironmentLockWorkflow.GRANTED)
    void granted();

    @SignalMethod
    void end();
  }

  public static final class Holder implements HolderWorkflow {
    private boolean granted;
    private boolean ended;

    @Override
    public void run(boolean givesBack) {
      Workflow.await(() -> ended);
      if (givesBack) {
        Workflow.newExternalWorkflowStub(EnvironmentLockWorkflow.class, LOCK)
            .release(DeploymentId.parse(Workflow.getInfo().getWorkflowId()));
      }
    }

    @Override
    public void granted() {
      granted = true;
      GRANTED.put(Workflow.getInfo().getWorkflowId(), granted);
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private InProcessTemporal temporal;
  private WorkerFactory workers;
  private TemporalLocks locks;

  @BeforeEach
  void start() throws IOException {
    temporal = new InProcessTemporal();
    locks = new TemporalLocks(temporal.client(), new LockStart.LockSettings(300, 500));
    workers = WorkerFactory.newInstance(temporal.client());
    Worker worker = workers.newWorker(WorkflowNames.TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(EnvironmentLock.class, Holder.class);
    worker.registerActivitiesImplementations(locks);
    workers.start();
  }

  @AfterEach
  void stop() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    temporal.close();
  }

  @Test
  void theLockPassesFromOneToTheNextAndTheLocksWorkflowEndsWhenNobodyWantsIt() {
    DeploymentId first = holder(true);
    DeploymentId second = holder(true);
    assertThat(locks.acquire(LOCK, fifo(first))).isEqualTo(new LockPlace.Granted());
    assertThat(locks.acquire(LOCK, fifo(second))).isEqualTo(new LockPlace.Queued(1, first));
    end(first);
    await().until(() -> GRANTED.containsKey(second.value()));
    end(second);
    await().until(() -> !Executions.isRunning(temporal.client(), LOCK));
  }

  @Test
  void aHolderThatEndsWithoutAReleaseLosesTheLock() {
    DeploymentId first = holder(false);
    DeploymentId second = holder(true);
    locks.acquire(LOCK, fifo(first));
    locks.acquire(LOCK, fifo(second));
    end(first);
    await().until(() -> GRANTED.containsKey(second.value()));
  }

  @Test
  void oneWhoEndedWhileQueuedIsPassedOver() {
    DeploymentId first = holder(true);
    DeploymentId second = holder(false);
    DeploymentId third = holder(true);
    locks.acquire(LOCK, fifo(first));
    locks.acquire(LOCK, fifo(second));
    locks.acquire(LOCK, fifo(third));
    end(second);
    end(first);
    await().until(() -> GRANTED.containsKey(third.value()));
  }

  @Test
  void anIdThatHasNoWorkflowIsEnded() {
    DeploymentId unknown = DeploymentId.create(Instant.now());
    DeploymentId running = holder(true);
    assertThat(locks.ended(List.of(unknown, running))).containsExactly(unknown);
  }

  private static LockClaim fifo(DeploymentId deployment) {
    return new LockClaim(deployment, new PersonId("p_" + "a".repeat(32)), LockPolicy.FIFO);
  }

  private DeploymentId holder(boolean givesBack) {
    DeploymentId id = DeploymentId.create(Instant.now());
    HolderWorkflow workflow =
        temporal
            .client()
            .newWorkflowStub(
                HolderWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id.value())
                    .setTaskQueue(WorkflowNames.TASK_QUEUE)
                    .build());
    WorkflowClient.start(workflow::run, givesBack);
    return id;
  }

  private void end(DeploymentId id) {
    temporal.client().newWorkflowStub(HolderWorkflow.class, id.value()).end();
  }
}
