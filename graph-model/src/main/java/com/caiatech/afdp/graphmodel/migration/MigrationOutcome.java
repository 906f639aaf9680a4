package com.caiatech.afdp.graphmodel.migration;

import java.util.List;

/// What a run of the migrations did.
public sealed interface MigrationOutcome {
  /// Every migration had been applied before.
  ///
  /// @param version the graph's version
  record UpToDate(int version) implements MigrationOutcome {}

  /// These migrations were applied now.
  record Applied(List<Migration> migrations) implements MigrationOutcome {
    public Applied {
      migrations = List.copyOf(migrations);
    }
  }
}
