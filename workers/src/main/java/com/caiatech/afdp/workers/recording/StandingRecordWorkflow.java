package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Reads what stands already under a record's id, for requests that Temporal no longer remembers.
@WorkflowInterface
public interface StandingRecordWorkflow {
  @WorkflowMethod(name = WorkflowNames.STANDING)
  @Nullable Answer standing(Header header);
}
