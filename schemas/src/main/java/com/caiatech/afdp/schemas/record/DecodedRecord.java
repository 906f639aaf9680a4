package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.RecordId;
import java.util.List;

/// What bytes turned out to be when they were read as a record.
public sealed interface DecodedRecord {
  /// A record, and the bytes are its only encoding.
  record Valid(LedgerRecord record) implements DecodedRecord {}

  /// Bytes that are no JSON within our limits.
  record Malformed(String reason) implements DecodedRecord {}

  /// JSON that is not the canonical form (RFC 8785) of what it says.
  record NotCanonical(String reason) implements DecodedRecord {}

  /// JSON that does not follow the schema of its kind.
  ///
  /// @param problems at least one, each naming the field, what was expected and what was found
  record SchemaViolation(List<String> problems) implements DecodedRecord {
    public SchemaViolation {
      problems = List.copyOf(problems);
    }
  }

  /// A record that bears another id than the one that follows from its series, scope, subject, kind
  /// and logical step.
  record IdMismatch(LedgerRecord record, RecordId expected, RecordId found)
      implements DecodedRecord {}

  /// A record in a version of its kind, or of a kind, that this software does not know. Under a
  /// signature that may sign it newer software wrote it; else it is worth nothing.
  ///
  /// @param kind the kind's name
  record Newer(String kind, int version) implements DecodedRecord {
    /// The record's `schema`.
    public String schema() {
      return kind + "/" + version;
    }
  }
}
