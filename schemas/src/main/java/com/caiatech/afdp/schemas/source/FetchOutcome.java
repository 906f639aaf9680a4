package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.id.CommitId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a fetch into a mirror found at the given address.
public sealed interface FetchOutcome {
  /// The mirror now equals the repository.
  ///
  /// @param branches the branches by short name, with their tips
  /// @param defaultBranch the short name of the branch that `HEAD` names, where it names one
  /// @param changed whether any ref was made, moved or removed
  record Fetched(Map<String, CommitId> branches, @Nullable String defaultBranch, boolean changed)
      implements FetchOutcome {
    public Fetched {
      branches = Map.copyOf(branches);
    }
  }

  /// There is a repository, and it has no commit yet.
  record EmptyRepository(String address) implements FetchOutcome {}

  /// There is nothing at the address that Git could read, or more than is taken.
  record NotARepository(String address, String reason) implements FetchOutcome {}

  /// The repository did not answer, or not to the end: a later try may succeed.
  record Unreachable(String address, String reason) implements FetchOutcome {}
}
