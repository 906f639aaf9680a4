package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.AbortOutcome;
import com.caiatech.afdp.schemas.workflow.AbortRequest;
import com.caiatech.afdp.schemas.workflow.Admission;
import com.caiatech.afdp.schemas.workflow.DecisionOutcome;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RecordingOutcome;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Workflows that honour the contract and write no ledger: the digest in a receipt is that of what
/// was sent.
public final class ContractWorkflows {
  private ContractWorkflows() {}

  public interface Updates {
    @UpdateMethod(name = WorkflowNames.ADMIT)
    Admission admit();

    @UpdateMethod(name = WorkflowNames.DECIDE)
    DecisionOutcome decide(DecisionRequest request);

    @UpdateMethod(name = WorkflowNames.ABORT)
    AbortOutcome abort(AbortRequest request);
  }

  @WorkflowInterface
  public interface DeploymentWorkflow extends Updates {
    @WorkflowMethod(name = WorkflowNames.DEPLOYMENT)
    void run(DeploymentStart start);
  }

  @WorkflowInterface
  public interface RollbackWorkflow extends Updates {
    @WorkflowMethod(name = WorkflowNames.ROLLBACK)
    void run(DeploymentStart start);
  }

  @WorkflowInterface
  public interface RecordingWorkflow {
    @WorkflowMethod(name = WorkflowNames.RECORDING)
    RecordingOutcome run(RecordingRequest request);
  }

  public abstract static class Course implements Updates {
    private final DeploymentStart start;
    private boolean aborted;

    Course(DeploymentStart start) {
      this.start = start;
    }

    void untilAborted() {
      Workflow.await(() -> aborted);
      Workflow.await(Workflow::isEveryHandlerFinished);
    }

    @Override
    public Admission admit() {
      return new Admission.Admitted(receipt(start.input()), 0, null);
    }

    @Override
    public DecisionOutcome decide(DecisionRequest request) {
      return new DecisionOutcome.Recorded(receipt(request.input()), 1, 1);
    }

    @Override
    public AbortOutcome abort(AbortRequest request) {
      aborted = true;
      return new AbortOutcome.Accepted(receipt(request.input()));
    }
  }

  public static final class Deployment extends Course implements DeploymentWorkflow {
    @WorkflowInit
    public Deployment(DeploymentStart start) {
      super(start);
    }

    @Override
    public void run(DeploymentStart start) {
      untilAborted();
    }
  }

  public static final class Rollback extends Course implements RollbackWorkflow {
    @WorkflowInit
    public Rollback(DeploymentStart start) {
      super(start);
    }

    @Override
    public void run(DeploymentStart start) {
      untilAborted();
    }
  }

  public static final class Recording implements RecordingWorkflow {
    @Override
    public RecordingOutcome run(RecordingRequest request) {
      return new RecordingOutcome.Recorded(receipt(request.input()));
    }
  }

  private static Receipt receipt(RecordInput input) {
    return new Receipt(
        new RecordRef(Series.DEPLOYMENT_MANIFESTS.firstVolume(), 0, "p", input.sha256()), 1, false);
  }
}
