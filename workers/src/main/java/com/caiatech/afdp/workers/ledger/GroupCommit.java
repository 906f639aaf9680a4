package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.util.List;

/// Adds a group of records to a volume in one commit.
interface GroupCommit extends AutoCloseable {
  /// Looks at a record before it is queued. Called by any thread.
  ///
  /// @throws WorkersException.RecordRefused when it may not be written
  CheckedRecord check(RecordToWrite toWrite);

  /// Makes the records durable; one outcome a record, in the same order. Called by one thread at a
  /// time.
  List<Outcome> commit(List<CheckedRecord> records);

  /// The volume's state as last seen.
  ConsistencyToken consistencyToken();

  @Override
  void close();

  /// What became of one record of a group.
  sealed interface Outcome {
    /// It stands in the volume.
    record Stands(Receipt receipt) implements Outcome {}

    /// It does not, and never will.
    record Refused(WorkersException reason) implements Outcome {}
  }
}
