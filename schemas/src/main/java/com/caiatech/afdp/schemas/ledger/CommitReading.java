package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import org.jspecify.annotations.Nullable;

/// What the next commit of a volume turned out to be.
public sealed interface CommitReading {
  /// A commit that adds files, and nothing else.
  record Good(LedgerCommit commit) implements CommitReading {}

  /// A commit that adds nothing, whoever signed it. It has no position: what it stands before keeps
  /// its index, and time does not move. Those that follow each other stand before the same index
  /// and are one violation ({@link ViolationKind#EMPTY_COMMIT}).
  ///
  /// @param index of the entry that it stands before
  /// @param sha256 of the raw commit, which the next one names as its parent
  record Empty(CommitId commit, long index, Sha256 sha256) implements CommitReading {}

  /// A fault behind the last good commit; nothing is read after it. Once the branch is put back to
  /// the last good commit, or goes on from there, the volume goes on.
  ///
  /// @param kind a structural one
  /// @param lastGood where the volume stands
  /// @param found the commit that breaks the structure; absent where the branch is gone
  /// @param path the path that it breaks, where it is one
  record Structural(
      ViolationKind kind,
      String reason,
      VolumePosition lastGood,
      @Nullable CommitId found,
      @Nullable String path)
      implements CommitReading {
    public Structural {
      if (!kind.structural()) {
        throw new IllegalArgumentException("Structural: " + kind + " does not stop a volume");
      }
      reason = Excerpt.of(reason, LedgerLimits.REASON_LENGTH);
      path = path == null ? null : Excerpt.of(path, LedgerPath.MAX_LENGTH);
    }

    /// The fault in one line.
    public String describe() {
      return "Volume "
          + lastGood.volume()
          + " is stopped at entry "
          + lastGood.size()
          + " (commit "
          + lastGood.head()
          + "): "
          + kind
          + (found == null ? "" : " at commit " + found)
          + ": "
          + reason
          + "; put the branch back to that commit and it goes on";
    }
  }
}
