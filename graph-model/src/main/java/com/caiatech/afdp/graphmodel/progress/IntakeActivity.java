package com.caiatech.afdp.graphmodel.progress;

/// What is being done with a repository or a volume.
public enum IntakeActivity {
  /// What it has is being fetched for the first time.
  FETCHING,

  /// What was fetched is being written into the graph.
  TAKING_IN,

  /// What is in the graph is being judged by a newer policy.
  JUDGING_ANEW
}
