package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;

/// One thing that is wrong with an entry or a commit.
///
/// @param reason what was expected and what was found, in printable characters and bounded
public record Finding(ViolationKind kind, String reason) {
  public Finding {
    reason = Excerpt.of(reason, LedgerLimits.REASON_LENGTH);
  }

  /// A record that counts at another attempt than the one that stands, with other bytes.
  ///
  /// @param found the digest of its bytes
  public static Finding contested(RecordRef standing, Sha256 found) {
    return new Finding(
        ViolationKind.CONTESTED,
        "expected the bytes of %s, which stands at entry %d of %s, with SHA-256 %s, found SHA-256 %s"
            .formatted(
                standing.path(), standing.index(), standing.volume(), standing.sha256(), found));
  }
}
