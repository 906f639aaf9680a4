package com.caiatech.afdp.schemas.sealing;

/// Whether a text may stand in clear in a record.
public sealed interface PlainTextCheck {
  /// It may.
  record Accepted(String text) implements PlainTextCheck {}

  /// It may not; the reason names the field, what was found and what to do, and repeats nothing
  /// personal.
  record Refused(String reason) implements PlainTextCheck {}
}
