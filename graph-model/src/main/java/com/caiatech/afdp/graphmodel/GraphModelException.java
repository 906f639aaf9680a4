package com.caiatech.afdp.graphmodel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.Neo4jException;

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

  /// An argument of a query that cannot be meant. Nothing was asked; the message names the
  /// argument, what was expected and what was found, and may be shown to whoever asked.
  public static final class InvalidArgument extends GraphModelException {
    private static final long serialVersionUID = 1L;

    public InvalidArgument(String message) {
      super(message, null);
    }
  }

  /// A thing that a query names and the graph does not have. The message names the argument, and
  /// may be shown to whoever asked.
  public static final class NotFound extends GraphModelException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message, null);
    }
  }

  /// A query that took longer than it may, or waited for a place in a ledger that the projection
  /// has not reached. Asking again is safe; the message may be shown to whoever asked.
  public static final class QueryTimedOut extends GraphModelException {
    private static final long serialVersionUID = 1L;
    private static final String CODE = "Neo.ClientError.Transaction.TransactionTimedOut";

    public QueryTimedOut(String message) {
      super(message, null);
    }

    public QueryTimedOut(String message, Throwable cause) {
      super(message, cause);
    }

    /// Whether the database says that it ended a statement because its time was over.
    public static boolean isToldBy(Neo4jException failure) {
      return failure.code().startsWith(CODE);
    }
  }

  /// A graph that cannot be reached, does not answer, or has a fault of its own. Asking again is
  /// safe.
  public static final class GraphUnavailable extends GraphModelException {
    private static final long serialVersionUID = 1L;

    /// What is wrong with a statement or with what it calls: a fault of this software.
    private static final List<String> OURS =
        List.of("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.");

    public GraphUnavailable(String message, Throwable cause) {
      super(message, cause);
    }

    /// Whether the database fails, and not what was asked of it.
    public static boolean isToldBy(Neo4jException failure) {
      return OURS.stream().noneMatch(failure.code()::startsWith);
    }
  }
}
