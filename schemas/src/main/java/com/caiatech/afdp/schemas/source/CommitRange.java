package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/// The set of commits that a deployment shipped (`previous..this`) or withdrew (`this..previous`):
/// exactly what `git rev-list base..head` names, that is, every ancestor of *head* (itself
/// included) that is no ancestor of *base*. Histories without a common commit are fine.
public sealed interface CommitRange {
  /// The most commits that are listed one by one; above it there are count and digest only.
  int LISTED_AT_MOST = 10_000;

  /// A range from the beginning: nothing was deployed before, so only the number is told.
  ///
  /// @param count the number of ancestors of the head, itself included
  record First(CommitId head, int count) implements CommitRange {}

  /// A range of at most {@link #LISTED_AT_MOST} commits.
  ///
  /// @param commits the commits in ascending order of their ids
  /// @param digest {@link CommitRange#digestOf} of them
  record Listed(CommitId base, CommitId head, List<CommitId> commits, Sha256 digest)
      implements CommitRange {
    public Listed {
      commits = List.copyOf(commits);
    }

    /// The number of commits in the set.
    public int count() {
      return commits.size();
    }
  }

  /// A range of more than {@link #LISTED_AT_MOST} commits.
  record Summarised(CommitId base, CommitId head, int count, Sha256 digest)
      implements CommitRange {}

  /// The mirror lacks a commit that the range needs: the set is pending until it is fetched.
  record Incomplete(CommitId missing) implements CommitRange {}

  /// SHA-256 over the ids in ascending order, each followed by a line feed; of no commit, the
  /// digest of nothing.
  static Sha256 digestOf(List<CommitId> ascending) {
    MessageDigest digest = Sha256.newDigest();
    for (CommitId commit : ascending) {
      digest.update(commit.value().getBytes(StandardCharsets.US_ASCII));
      digest.update((byte) '\n');
    }
    return Sha256.ofDigest(digest.digest());
  }
}
