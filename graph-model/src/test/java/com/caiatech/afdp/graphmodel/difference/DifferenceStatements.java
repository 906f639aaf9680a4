package com.caiatech.afdp.graphmodel.difference;

import java.util.Set;
import java.util.TreeSet;

/// The statements of searches, for tests of all statements.
public final class DifferenceStatements {
  private DifferenceStatements() {}

  /// Those that walk, and those that read states and deployments, now and at another moment.
  public static Set<String> all() {
    Set<String> statements = new TreeSet<>(CommitHistory.statements());
    statements.addAll(ServedState.statements());
    statements.addAll(ComparedDeployment.statements());
    return statements;
  }
}
