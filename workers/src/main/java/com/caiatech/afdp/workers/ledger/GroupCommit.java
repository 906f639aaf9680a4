package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.workers.WorkersException;
import java.util.List;

/// Adds a group of records to a volume in one commit.
interface GroupCommit extends AutoCloseable {
  /// Looks at a record before it is queued. Called by any thread.
  ///
  /// @throws WorkersException.RecordRefused when it may not be written
  CheckedRecord check(RecordToWrite toWrite);

  /// Judges the intent of a record before it is written, by what is at hand: no host is asked.
  ///
  /// @throws WorkersException.IntentNotProven when it does not hold
  /// @throws WorkersException.LedgerUnavailable when nothing is at hand to judge it by
  void requireIntent(CheckedRecord record);

  /// Makes the records durable; one outcome a record, in the same order. Called by one thread at a
  /// time.
  List<RecordOutcome> commit(List<CheckedRecord> records);

  /// The volume's state as last seen.
  ConsistencyToken consistencyToken();

  @Override
  void close();
}
