package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/// Writes records together that people caused at about the same time and that need no other work.
@WorkflowInterface
public interface SharedRecordingWorkflow {
  /// One answer a request, in the same order.
  @WorkflowMethod(name = WorkflowNames.SHARED_RECORDING)
  List<Answer> record(List<RecordingRequest> requests);
}
