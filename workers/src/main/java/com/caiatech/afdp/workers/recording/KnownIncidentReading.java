package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.workers.connection.Retries;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/// Asks the ledger alone.
public final class KnownIncidentReading implements KnownIncidentWorkflow {
  private final RecordingActivities activities =
      Workflow.newLocalActivityStub(RecordingActivities.class, Retries.shortLocal());

  @Override
  public @Nullable Answer known(Header header) {
    return activities.knownIncident(header);
  }
}
