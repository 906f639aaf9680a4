package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Writes one record that a person caused and that needs no other work.
@WorkflowInterface
public interface RecordingWorkflow {
  @WorkflowMethod(name = WorkflowNames.RECORDING)
  Answer record(RecordingRequest request);
}
