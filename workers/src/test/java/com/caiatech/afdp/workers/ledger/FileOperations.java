package com.caiatech.afdp.workers.ledger;

import java.util.ArrayList;
import java.util.List;

/// What code of a {@link MortalLoader} does to files, and at which of these operations it dies:
/// neither that one nor any later one takes place, as after the end of a process. Static, since
/// rewritten code calls it from everywhere.
public final class FileOperations {
  private static final List<String> DONE = new ArrayList<>();
  private static int last = Integer.MAX_VALUE;
  private static boolean counting;

  private FileOperations() {}

  /// The code is dead.
  public static final class Died extends Error {
    private static final long serialVersionUID = 1;

    Died(String operation) {
      super("died before " + operation);
    }
  }

  /// Counts anew.
  ///
  /// @param most how many operations take place
  static synchronized void begin(int most) {
    DONE.clear();
    last = most;
    counting = true;
  }

  /// Counts no more.
  ///
  /// @return what took place
  static synchronized List<String> end() {
    counting = false;
    return List.copyOf(DONE);
  }

  /// Called before each operation.
  public static synchronized void next(String operation) {
    if (!counting) {
      return;
    }
    if (DONE.size() >= last) {
      throw new Died(operation);
    }
    DONE.add(operation);
  }
}
