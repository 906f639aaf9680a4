package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.connection.Retries;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/// Writes one record.
public final class Recording implements RecordingWorkflow {
  private final RecordingActivities activities =
      Workflow.newLocalActivityStub(RecordingActivities.class, Retries.shortLocal());

  @Override
  public Answer record(RecordingRequest request) {
    return new Answer(
        request.input(),
        switch (ProvenRecord.of(request)) {
          case ProvenRecord.Malformed malformed -> malformed.outcome();
          case ProvenRecord.Made made -> written(made, request.after());
        });
  }

  private RequestOutcome written(ProvenRecord.Made made, @Nullable RecordRef after) {
    try {
      return after == null
          ? activities.record(made.record())
          : activities.recordAfter(made.record(), after);
    } catch (ActivityFailure failed) {
      return ProvenRecord.refused(FailureTypes.reason(failed));
    }
  }
}
