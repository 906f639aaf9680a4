package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.plan.CommitSet;
import java.util.List;
import java.util.Set;

/// What the repository says of a range of commits.
public sealed interface ResolvedRange {
  /// It agrees with the record; these commits become relationships. Both are empty for a first
  /// deployment.
  ///
  /// @param inScope those of both that change something that concerns the service
  record Complete(List<CommitId> shipped, List<CommitId> withdrew, Set<CommitId> inScope)
      implements ResolvedRange {
    public Complete {
      shipped = List.copyOf(shipped);
      withdrew = List.copyOf(withdrew);
      inScope = Set.copyOf(inScope);
    }
  }

  /// It agrees with the record, and is too large to be kept.
  record CountOnly() implements ResolvedRange {}

  /// The record names the two commits alone, and this is what the repository says of them; nothing
  /// was compared.
  ///
  /// @param commits empty where one of the sets is too large to be kept
  record Found(CommitSet shipped, CommitSet withdrew, Complete commits) implements ResolvedRange {
    /// Whether there are more commits than are kept.
    boolean isTooLarge() {
      return commits.shipped().size() < shipped.count()
          || commits.withdrew().size() < withdrew.count();
    }
  }

  /// It no longer has the previous commit.
  ///
  /// @param shipped what lies beyond the merge base, where the recorded digest proves it; else
  ///   empty
  /// @param inScope those of it that change something that concerns the service
  /// @param reason what was expected and found
  record Vanished(List<CommitId> shipped, Set<CommitId> inScope, String reason)
      implements ResolvedRange {
    public Vanished {
      shipped = List.copyOf(shipped);
      inScope = Set.copyOf(inScope);
    }
  }

  /// It gives another tree or another set than the worker recorded.
  ///
  /// @param reason what was expected and found
  record Mismatch(String reason) implements ResolvedRange {}

  /// How many commits become relationships.
  default int related() {
    return switch (this) {
      case Complete complete -> complete.shipped().size() + complete.withdrew().size();
      case Found found -> found.commits().related();
      case Vanished vanished -> vanished.shipped().size();
      case CountOnly _, Mismatch _ -> 0;
    };
  }
}
