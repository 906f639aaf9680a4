package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;

/// The record gets its bytes here, from the workflow's time, so that a repeated write means the
/// same bytes.
public final class Recording implements RecordingWorkflow {
  private final RecordingActivities activities =
      Workflow.newLocalActivityStub(RecordingActivities.class, Retries.shortLocal());

  @Override
  public Answer record(RecordingRequest request) {
    return new Answer(request.input(), recorded(request));
  }

  private RequestOutcome recorded(RecordingRequest request) {
    Header asked = request.header();
    Header header =
        new Header(
            asked.kind(),
            asked.subject(),
            asked.logicalStep(),
            asked.scope(),
            Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    try {
      return activities.record(RecordToWrite.of(LedgerRecord.of(header, request.input())));
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded malformed) {
      return refused(Reason.ofInput(malformed));
    } catch (ActivityFailure failed) {
      return refused(FailureTypes.reason(failed));
    }
  }

  private static RequestOutcome refused(Reason message) {
    return new RequestOutcome.Refused(RefusalReason.INVALID_INPUT, message.text());
  }
}
