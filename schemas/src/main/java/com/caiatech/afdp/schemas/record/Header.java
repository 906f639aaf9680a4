package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.SubjectId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What every record says of itself.
///
/// @param logicalStep names the step that left the record, unique for its kind within the subject,
///   1–120 characters
/// @param timestamp when it happened, UTC at millisecond resolution (`timestamp_utc`)
public record Header(
    RecordKind kind, SubjectId subject, String logicalStep, Scope scope, Instant timestamp) {
  private static final int MAX_STEP_LENGTH = 120;

  public Header {
    if (logicalStep.isEmpty() || logicalStep.length() > MAX_STEP_LENGTH) {
      throw new IllegalArgumentException(
          "Header: expected a logical step of 1 to 120 characters, found " + logicalStep.length());
    }
    timestamp = timestamp.truncatedTo(ChronoUnit.MILLIS);
  }

  /// The record's id, which follows from series, scope, subject, kind and logical step.
  public RecordId recordId() {
    return RecordId.of(
        kind.series().value(),
        scope.environmentText(),
        scope.serviceText(),
        subject,
        kind.value(),
        logicalStep);
  }
}
