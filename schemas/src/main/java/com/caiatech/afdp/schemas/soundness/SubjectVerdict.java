package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.RecordRef;
import java.util.List;

/// Whether the records of a deployment hold together.
///
/// @param pending references to entries that were not read yet; while there are any, what they
///   would say is not known
public record SubjectVerdict(List<Finding> findings, List<RecordRef> pending) {
  public SubjectVerdict {
    findings = List.copyOf(findings);
    pending = List.copyOf(pending);
  }

  /// One thing that does not hold.
  ///
  /// @param about the record that needs it
  /// @param reason what was expected and what was found
  public record Finding(FindingKind kind, RecordRef about, String reason) {}

  /// The verdict in one word.
  public enum Records {
    /// Everything that was needed so far is there.
    SOUND,
    /// Something that was needed is missing or is named wrongly.
    UNSOUND,
    /// Nothing is wrong so far; something that is named was not read yet.
    PENDING
  }

  /// The verdict in one word.
  public Records records() {
    if (!findings.isEmpty()) {
      return Records.UNSOUND;
    }
    return pending.isEmpty() ? Records.SOUND : Records.PENDING;
  }
}
