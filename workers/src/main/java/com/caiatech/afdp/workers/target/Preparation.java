package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.workers.output.OutputFolder;
import com.caiatech.afdp.workers.reason.Reason;
import java.nio.file.Path;
import java.util.Map;

/// Whether a release can be started.
public sealed interface Preparation {
  /// Its commits are checked out, now or for an earlier release of them that is kept.
  ///
  /// @param application the service's folder in the application's checkout
  /// @param environment what a command of this release gets as its whole environment
  /// @param output takes what its commands print
  record Prepared(Path application, Map<String, String> environment, OutputFolder output)
      implements Preparation {
    public Prepared {
      environment = Map.copyOf(environment);
    }
  }

  /// It cannot be: a commit that is away, or a tree that may not be written. Trying again gives the
  /// same answer until the repository changes.
  record Refused(Reason reason) implements Preparation {}
}
