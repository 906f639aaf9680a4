package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import org.jspecify.annotations.Nullable;

/// What came of putting the branch of a volume's host back to what is known of it.
public sealed interface PutBack {
  /// The host shows what is known, or nothing is: it is as it was.
  ///
  /// @param head absent where nothing is known
  record Standing(@Nullable CommitId head) implements PutBack {}

  /// The host had less and has everything that is known now.
  ///
  /// @param from what it showed before; absent where the branch was gone
  record Pushed(@Nullable CommitId from, CommitId to) implements PutBack {}

  /// The host shows commits behind what is known, which nobody accepted yet. It is as it was.
  record Ahead(CommitId shown, CommitId known) implements PutBack {}

  /// The host shows what the known head does not descend from, so that no push is a fast-forward.
  /// It is as it was.
  record Forked(CommitId shown, CommitId known) implements PutBack {}
}
