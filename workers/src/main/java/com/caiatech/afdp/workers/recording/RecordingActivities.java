package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.workflow.RecordingOutcome;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityInterface;

/// Judges what people record and makes it durable. Idempotent by the record's id.
@ActivityInterface(namePrefix = "Recording")
public interface RecordingActivities {
  /// Writes the record if what it speaks of is known and its proof of intent holds.
  RecordingOutcome record(RecordToWrite record);
}
