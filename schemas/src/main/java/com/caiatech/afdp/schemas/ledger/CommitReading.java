package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import org.jspecify.annotations.Nullable;

/// What the next commit of a volume turned out to be.
public sealed interface CommitReading {
  /// A commit that only adds files.
  record Good(LedgerCommit commit) implements CommitReading {}

  /// A fault that ends the volume at its last good commit; nothing is read after it.
  ///
  /// @param kind a structural one
  /// @param lastGood where the volume ended
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
        throw new IllegalArgumentException("Structural: " + kind + " does not end a volume");
      }
    }

    /// The fault in one line.
    public String describe() {
      return "Volume "
          + lastGood.volume()
          + " has ended at entry "
          + lastGood.size()
          + " (commit "
          + lastGood.head()
          + "): "
          + kind
          + (found == null ? "" : " at commit " + found)
          + ": "
          + reason;
    }
  }
}
