package com.caiatech.afdp.graphmodel;

import org.jspecify.annotations.Nullable;

/// Root of every fault that the module `graph-model` throws.
///
/// The message says what was attempted, on which thing, what was expected and what was found, and
/// what state remains.
public abstract sealed class GraphModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private GraphModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A database whose migrations are not the ones this version knows. Nothing was changed.
  public static final class MigrationFault extends GraphModelException {
    private static final long serialVersionUID = 1L;

    public MigrationFault(String message) {
      super(message, null);
    }
  }

  /// The graph holds what no projection could have left, or a row has not the shape that its
  /// statement gives. The transaction was rolled back; a rebuild makes the graph whole.
  public static final class InconsistentGraph extends GraphModelException {
    private static final long serialVersionUID = 1L;

    public InconsistentGraph(String message) {
      super(message, null);
    }

    public InconsistentGraph(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// A resource of this module (a Cypher file) that cannot be read. The build is broken.
  public static final class MissingResource extends GraphModelException {
    private static final long serialVersionUID = 1L;

    public MissingResource(String message) {
      super(message, null);
    }

    public MissingResource(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
