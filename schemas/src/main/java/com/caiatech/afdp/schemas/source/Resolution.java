package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.id.CommitId;
import java.util.List;

/// What a name (branch, tag, full ref, commit id or its abbreviation) means in a mirror.
public sealed interface Resolution {
  /// The name means exactly this commit.
  record Resolved(CommitId commit) implements Resolution {}

  /// Nothing bears the name.
  ///
  /// @param asked the name
  /// @param branches the branches that there are, at most twenty, so that a message can offer them
  record UnknownRef(String asked, List<String> branches) implements Resolution {
    public UnknownRef {
      branches = List.copyOf(branches);
    }
  }

  /// Several commits bear the name: a branch and a tag, or several abbreviated ids.
  record AmbiguousRef(String asked, List<CommitId> candidates) implements Resolution {
    public AmbiguousRef {
      candidates = List.copyOf(candidates);
    }
  }

  /// The mirror holds no branch and no tag.
  record EmptyRepository() implements Resolution {}
}
