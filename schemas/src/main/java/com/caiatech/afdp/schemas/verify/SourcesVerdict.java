package com.caiatech.afdp.schemas.verify;

import java.util.List;

/// Whether the repositories say what a deployment's manifest says of them.
///
/// @param reasons what contradicts, or what was not compared and why
public record SourcesVerdict(State state, List<String> reasons) {
  public SourcesVerdict {
    reasons = List.copyOf(reasons);
  }

  /// The verdict in one word; what matters most comes first.
  public enum State {
    /// A repository holds the commits, and something else follows from them.
    CONTRADICT("contradict"),
    /// A repository was given and lacks what was deployed, or cannot be read.
    LACKING("lacking"),
    /// A repository was not given.
    UNCHECKED("unchecked"),
    /// Every tree and every set of commits is the one that the manifest states.
    AGREE("agree");

    private final String word;

    State(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }
}
