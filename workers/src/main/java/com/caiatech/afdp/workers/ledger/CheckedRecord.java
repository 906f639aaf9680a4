package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.LedgerRecord;

/// A record whose bytes and place were found good.
record CheckedRecord(RecordToWrite toWrite, LedgerRecord record) {
  RecordId id() {
    return record.header().recordId();
  }

  byte[] bytes() {
    return toWrite.bytes();
  }

  /// The place of its first attempt.
  LedgerPath place() {
    return LedgerPath.of(record.header());
  }

  /// A record at the place where it is about to be written.
  ///
  /// @param path the lowest attempt that is free
  record Placed(LedgerPath path, CheckedRecord checked) {
    AddedFile file() {
      return AddedFile.of(path.text(), checked.bytes());
    }
  }
}
