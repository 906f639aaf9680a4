package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.SchemasException;
import java.io.UncheckedIOException;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;

/// What a fault says of the message that was worked on: whether it is to be tried again.
public enum FaultKind {
  /// None: the call's time was over, and what was done stays.
  OUT_OF_TIME,

  /// The message's own: it fails again until the configuration changes.
  OF_THE_MESSAGE,

  /// The world's: a host, the graph, the disk or the software is not as it should be. The message
  /// waits for it, however long that takes.
  OF_THE_WORLD,

  /// A fault that nobody foresaw. Where it repeats, it is the message's own.
  UNFORESEEN;

  /// Codes by which the database refuses what it is told, rather than being unable to answer.
  private static final String STATEMENT = "Neo.ClientError.Statement.";

  private static final String SCHEMA = "Neo.ClientError.Schema.";

  /// Judges what projecting a message threw.
  public static FaultKind of(Throwable fault) {
    if (Thread.currentThread().isInterrupted()) {
      return OF_THE_WORLD; // the process ends
    }
    return switch (fault) {
      case LambdasException known -> of(known);
      case SchemasException known -> of(known);
      case GraphModelException known -> of(known);
      case Neo4jException database -> of(database);
      case UncheckedIOException disk -> OF_THE_WORLD;
      case LinkageError software -> OF_THE_WORLD;
      default -> UNFORESEEN;
    };
  }

  private static FaultKind of(LambdasException fault) {
    return switch (fault) {
      case LambdasException.OutOfTime late -> OUT_OF_TIME;
      case LambdasException.Refused refused -> OF_THE_MESSAGE;
      case LambdasException.Unavailable silent -> OF_THE_WORLD;
      case LambdasException.EvidenceFault disk -> OF_THE_WORLD;
      case LambdasException.LostObjects lost -> OF_THE_WORLD;
      case LambdasException.ConfigurationFault settings -> OF_THE_WORLD;
    };
  }

  private static FaultKind of(SchemasException fault) {
    return switch (fault) {
      case SchemasException.MalformedInput malformed -> UNFORESEEN;
      case SchemasException.LimitExceeded large -> UNFORESEEN;
      case SchemasException.KeyFault key -> OF_THE_WORLD;
      case SchemasException.LedgerFault disk -> OF_THE_WORLD;
      case SchemasException.ConfigurationFault settings -> OF_THE_WORLD;
      case SchemasException.SourceFault disk -> OF_THE_WORLD;
      case SchemasException.NewerThanSoftware software -> OF_THE_WORLD;
    };
  }

  private static FaultKind of(GraphModelException fault) {
    return switch (fault) {
      case GraphModelException.MigrationFault software -> OF_THE_WORLD;
      case GraphModelException.InconsistentGraph graph -> OF_THE_WORLD;
      case GraphModelException.MissingResource software -> OF_THE_WORLD;
      case GraphModelException.InvalidArgument wrong -> UNFORESEEN;
      case GraphModelException.NotFound wrong -> UNFORESEEN;
      case GraphModelException.QueryTimedOut slow -> OF_THE_WORLD;
      case GraphModelException.GraphUnavailable silent -> OF_THE_WORLD;
    };
  }

  private static FaultKind of(Neo4jException fault) {
    boolean refuses =
        fault instanceof ClientException
            && (fault.code().startsWith(STATEMENT) || fault.code().startsWith(SCHEMA));
    return refuses ? UNFORESEEN : OF_THE_WORLD;
  }
}
