package com.caiatech.afdp.graphmodel.progress;

/// What an intake waits for before it goes on.
public enum IntakeWait {
  /// The next call of the function, which goes on where this one was.
  NEXT_CALL,

  /// The repository: its host does not answer, or does not hold what it should.
  REPOSITORY,

  /// The disk or the store on which the evidence and the mirrors lie.
  STORAGE,

  /// The graph.
  GRAPH,

  /// The platform's configuration, which the software cannot use.
  CONFIGURATION,

  /// Newer software, which can read what was written by it.
  SOFTWARE,

  /// Whoever reads the function's log: nobody foresaw what happened.
  UNFORESEEN
}
