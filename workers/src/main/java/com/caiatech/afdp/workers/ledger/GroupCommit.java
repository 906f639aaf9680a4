package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.workflow.Receipt;
import java.util.List;

/// Adds a group of records to a volume in one commit. Called by one thread at a time.
interface GroupCommit {
  /// Makes the records durable; one receipt a record, in the same order.
  List<Receipt> commit(List<RecordToWrite> records);

  /// The volume's state as last seen.
  ConsistencyToken consistencyToken();
}
