package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.IntentVerdict;
import com.caiatech.afdp.schemas.trust.IntentVerifier;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.workers.WorkersException;
import java.util.Optional;

/// Refuses records that may not be written: nothing that a verifier would call a violation, and
/// nothing that a person caused without a verified proof.
final class RecordCheck {
  private final Series series;
  private final PolicySource policies;

  RecordCheck(Series series, PolicySource policies) {
    this.series = series;
    this.policies = policies;
  }

  CheckedRecord check(RecordToWrite toWrite) {
    RecordRef ref = toWrite.ref();
    byte[] bytes = toWrite.bytes();
    if (bytes.length > AddedFile.MAX_BYTES) {
      throw refused(
          ref, "expected at most " + AddedFile.MAX_BYTES + " bytes, found " + bytes.length);
    }
    LedgerRecord record =
        switch (RecordCodec.decode(bytes)) {
          case DecodedRecord.Valid(LedgerRecord valid) -> valid;
          case DecodedRecord.Malformed(String reason) -> throw refused(ref, reason);
          case DecodedRecord.NotCanonical(String reason) -> throw refused(ref, reason);
          case DecodedRecord.SchemaViolation violation ->
              throw refused(ref, String.join("; ", violation.problems()));
          case DecodedRecord.IdMismatch mismatch ->
              throw refused(
                  ref,
                  "record_id: expected " + mismatch.expected() + ", found " + mismatch.found());
        };
    checkPlace(ref, record);
    checkProof(ref, record);
    return new CheckedRecord(toWrite, record);
  }

  private void checkPlace(RecordRef ref, LedgerRecord record) {
    String place = LedgerPath.of(record.header()).text();
    if (!place.equals(ref.path())) {
      throw refused(ref, "the record belongs at " + place);
    }
    Series home = record.header().kind().series();
    if (home != series || ref.series() != series) {
      throw refused(ref, "the record belongs in " + home + ", this is a volume of " + series);
    }
  }

  private void checkProof(RecordRef ref, LedgerRecord record) {
    policies
        .judge(System.nanoTime(), history -> fault(ref, record, history), Optional::isEmpty)
        .ifPresent(
            fault -> {
              throw fault;
            });
  }

  private static Optional<WorkersException> fault(
      RecordRef ref, LedgerRecord record, PolicyHistory history) {
    if (record.body() instanceof Policy policy
        && history.offer(policy, record.header().timestamp())
            instanceof PolicyHistory.Acceptance.Refused(String reason)) {
      return Optional.of(refused(ref, reason));
    }
    if (IntentVerifier.verify(record, history.currentOrNobody())
        instanceof IntentVerdict.Unproven(String reason)) {
      return Optional.of(
          new WorkersException.IntentNotProven(
              "Writing "
                  + ref.path()
                  + ": its intent is not proven: "
                  + reason
                  + "; nothing was written"));
    }
    return Optional.empty();
  }

  private static WorkersException refused(RecordRef ref, String reason) {
    return new WorkersException.RecordRefused(
        "Writing " + ref.path() + " to " + ref.series() + ": " + reason + "; nothing was written");
  }
}
