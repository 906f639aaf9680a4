package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;

/// What became of one record of those that were written together.
public sealed interface RecordOutcome {
  /// It stands in the volume.
  record Stands(Receipt receipt) implements RecordOutcome {}

  /// It does not, and never will.
  record Refused(WorkersException reason) implements RecordOutcome {}
}
