package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.Excerpt;

/// One thing that is wrong with an entry or a commit.
///
/// @param reason what was expected and what was found, in printable characters and bounded
public record Finding(ViolationKind kind, String reason) {
  public Finding {
    reason = Excerpt.of(reason, LedgerLimits.REASON_LENGTH);
  }
}
