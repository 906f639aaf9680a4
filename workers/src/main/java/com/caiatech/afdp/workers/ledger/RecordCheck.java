package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;

/// Refuses bytes that are no record of a series at its place. Whether the record counts is judged
/// once its commit is made, as every verifier does.
final class RecordCheck {
  private final Series series;

  RecordCheck(Series series) {
    this.series = series;
  }

  CheckedRecord check(RecordToWrite toWrite) {
    byte[] bytes = toWrite.bytes();
    if (bytes.length > AddedFile.MAX_BYTES) {
      throw refused(
          toWrite, "expected at most " + AddedFile.MAX_BYTES + " bytes, found " + bytes.length);
    }
    LedgerRecord record =
        switch (RecordCodec.decode(bytes)) {
          case DecodedRecord.Valid(LedgerRecord valid) -> valid;
          case DecodedRecord.Malformed(String reason) -> throw refused(toWrite, reason);
          case DecodedRecord.NotCanonical(String reason) -> throw refused(toWrite, reason);
          case DecodedRecord.SchemaViolation violation ->
              throw refused(toWrite, String.join("; ", violation.problems()));
          case DecodedRecord.IdMismatch mismatch ->
              throw refused(
                  toWrite,
                  "record_id: expected " + mismatch.expected() + ", found " + mismatch.found());
          case DecodedRecord.Newer newer ->
              throw refused(
                  toWrite, "the schema " + newer.schema() + " is newer than this software");
        };
    checkPlace(toWrite, record);
    return new CheckedRecord(toWrite, record);
  }

  private void checkPlace(RecordToWrite toWrite, LedgerRecord record) {
    String place = LedgerPath.of(record.header()).text();
    if (!place.equals(toWrite.path())) {
      throw refused(toWrite, "the record belongs at " + place);
    }
    Series home = record.header().kind().series();
    if (home != series || toWrite.series() != series) {
      throw refused(toWrite, "the record belongs in " + home + ", this is a volume of " + series);
    }
  }

  private static WorkersException refused(RecordToWrite toWrite, String reason) {
    return new WorkersException.RecordRefused(
        "Writing "
            + toWrite.path()
            + " to "
            + toWrite.series()
            + ": "
            + reason
            + "; nothing was written");
  }
}
