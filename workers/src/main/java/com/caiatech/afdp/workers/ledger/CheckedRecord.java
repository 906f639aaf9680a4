package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.record.LedgerRecord;

/// A record whose bytes, place and proof of intent were found good.
record CheckedRecord(RecordToWrite toWrite, LedgerRecord record) {
  String path() {
    return toWrite.ref().path();
  }
}
