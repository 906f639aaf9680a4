package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import java.util.Optional;

/// Judges saved queries by what the ledger has: a further record of one has to be its author's.
final class SavedQueries {
  private final LedgerReadings readings;

  SavedQueries(LedgerReadings readings) {
    this.readings = readings;
  }

  /// The answer to one that is not to be recorded; empty for one that is.
  Optional<RequestOutcome> answer(Header header, SavedQuery query) {
    SubjectId subject = header.subject();
    if (header
        .logicalStep()
        .equals(LogicalStep.of(Action.SAVE_QUERY, new RequestId(subject.uuid())))) {
      return query.document() == null
          ? refused(
              RefusalReason.INVALID_INPUT,
              "saved query %s: expected a document of a new one, found none".formatted(subject))
          : Optional.empty();
    }
    Optional<SavedQuery> first = first(subject);
    if (first.isEmpty()) {
      return refused(
          RefusalReason.UNKNOWN_SAVED_QUERY, "no saved query %s was made".formatted(subject));
    }
    return query.follows(first.get())
        ? Optional.empty()
        : refused(
            RefusalReason.FORBIDDEN,
            "saved query %s: expected its author, who alone replaces or withdraws it, found another person; save one of your own"
                .formatted(subject));
  }

  private Optional<SavedQuery> first(SubjectId subject) {
    return readings.about(Series.APPROVALS, subject).stream()
        .flatMap(entry -> entry.trusted().stream())
        .map(LedgerRecord::body)
        .filter(SavedQuery.class::isInstance)
        .map(SavedQuery.class::cast)
        .findFirst();
  }

  private static Optional<RequestOutcome> refused(RefusalReason reason, String message) {
    return Optional.of(new RequestOutcome.Refused(reason, message + "; nothing was recorded"));
  }
}
