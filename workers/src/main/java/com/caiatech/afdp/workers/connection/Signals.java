package com.caiatech.afdp.workers.connection;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;

/// Signals from one workflow to another.
public final class Signals {
  private Signals() {}

  /// Signals a workflow, from workflow code.
  ///
  /// @return whether the workflow got it; false when it has ended or never was
  public static boolean send(String workflowId, String signal, Object... arguments) {
    try {
      Workflow.newUntypedExternalWorkflowStub(workflowId).signal(signal, arguments);
      return true;
    } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
      // The SDK reports a workflow that is not there as either of the two.
      return false;
    }
  }
}
