package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Reads what is known of an incident, for whoever says more of it.
@WorkflowInterface
public interface KnownIncidentWorkflow {
  @WorkflowMethod(name = WorkflowNames.KNOWN_INCIDENT)
  @Nullable Answer known(Header header);
}
