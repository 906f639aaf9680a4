package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.schemas.id.CommitId;
import org.jspecify.annotations.Nullable;

/// What came of putting the branch of a volume's host back to the accepted head.
public sealed interface PutBack {
  /// The host shows the accepted head, or nothing was ever accepted: it is as it was.
  ///
  /// @param head absent where nothing was ever accepted
  record Standing(@Nullable CommitId head) implements PutBack {}

  /// The host had less and has everything that was accepted now.
  ///
  /// @param from what it showed before; absent where the branch was gone
  record Pushed(@Nullable CommitId from, CommitId to) implements PutBack {}

  /// The host shows commits behind the accepted head, which nobody accepted yet. It is as it was.
  record Ahead(CommitId shown, CommitId accepted) implements PutBack {}

  /// The host shows what the accepted head does not descend from, so that no push is a
  /// fast-forward. It is as it was.
  record Forked(CommitId shown, CommitId accepted) implements PutBack {}
}
