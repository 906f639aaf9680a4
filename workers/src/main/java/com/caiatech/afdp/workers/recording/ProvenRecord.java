package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.Workflow;
import java.time.Instant;

/// A record that a person caused, made in a workflow from its time, so that a repeated write means
/// the same bytes.
sealed interface ProvenRecord {
  /// It can be written.
  record Made(RecordToWrite record) implements ProvenRecord {}

  /// It can be none.
  record Malformed(RequestOutcome outcome) implements ProvenRecord {}

  static ProvenRecord of(RecordingRequest request) {
    Header asked = request.header();
    Header header =
        new Header(
            asked.kind(),
            asked.subject(),
            asked.logicalStep(),
            asked.scope(),
            Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    try {
      return new Made(RecordToWrite.of(LedgerRecord.of(header, request.input())));
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded malformed) {
      return new Malformed(refused(Reason.ofInput(malformed)));
    }
  }

  static RequestOutcome refused(Reason why) {
    return new RequestOutcome.Refused(RefusalReason.INVALID_INPUT, why.text());
  }
}
