package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;

/// Answers queries: one statement and one round trip for each top-level field. It blocks the
/// calling thread, which had best be a virtual one. Safe for many threads.
public final class GraphQueries {
  private static final String TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut";

  private final Driver driver;
  private final QuerySettings settings;
  private final QueryCompiler compiler;
  private final SessionConfig session;
  private final TransactionConfig transaction;
  private final LedgerWatch watch;

  /// Answers from one graph.
  ///
  /// @param driver of the graph; stays its giver's to close
  public GraphQueries(Driver driver, QuerySettings settings) {
    this.driver = driver;
    this.settings = settings;
    this.compiler = new QueryCompiler(Catalogue.standard());
    this.session =
        SessionConfig.builder()
            .withDatabase(settings.database())
            .withDefaultAccessMode(AccessMode.READ)
            .withFetchSize(settings.fetchSize())
            .build();
    this.watch = new LedgerWatch(driver, session);
    this.transaction = TransactionConfig.builder().withTimeout(settings.timeout()).build();
  }

  /// The value of a top-level field: a scalar, a {@link Row}, a list of either, or null where there
  /// is no such thing.
  ///
  /// @param field its name is a field of {@link Catalogue#QUERY}; `atLeast` may hold {@link
  ///   ConsistencyToken}s
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  /// @throws GraphModelException.QueryTimedOut when the statement or the wait for a token took too
  ///   long
  /// @throws GraphModelException.GraphUnavailable when the graph does not answer
  public @Nullable Object fetch(Selection field) {
    Optional<QueryCompiler.Bound> bound = compiler.compile(field);
    if (bound.isEmpty()) {
      return null;
    }
    CompiledQuery query = bound.get().query();
    Map<String, Object> parameters = bound.get().parameters();
    Record result = run(field, query.text(), parameters);
    if (query.awaits()) {
      result = awaited(field, query, parameters, result);
    }
    return query.reader().read(result.get("answer"), parameters);
  }

  /// Waits until no ledger is behind, and runs the statement again, which checks that itself.
  private Record awaited(
      Selection field, CompiledQuery query, Map<String, Object> parameters, Record first) {
    Record result = first;
    long deadline = System.nanoTime() + settings.tokenWait().toNanos();
    while (result.get("behind").size() > 0) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!reached(field, wanted(result.get("behind")), left)) {
        throw new GraphModelException.QueryTimedOut(
            "%s: waited %d ms for the projection to reach %s; ask again later, or without the token"
                .formatted(
                    field.name(), settings.tokenWait().toMillis(), behind(result.get("behind"))));
      }
      result = run(field, query.text(), parameters);
    }
    return result;
  }

  private boolean reached(Selection field, List<ConsistencyToken> tokens, Duration atMost) {
    try {
      return atMost.isPositive() && watch.await(tokens, atMost);
    } catch (Neo4jException failure) {
      throw fault(field, failure);
    }
  }

  private static List<ConsistencyToken> wanted(Value behind) {
    return behind.asList(
        token ->
            new ConsistencyToken(new VolumeName(token.get(0).asString()), token.get(1).asLong()));
  }

  private static String behind(Value behind) {
    return behind
        .asList(
            token ->
                "%s:%d (it is at %d)"
                    .formatted(
                        token.get(0).asString(), token.get(1).asLong(), token.get(2).asLong()))
        .stream()
        .collect(Collectors.joining(", "));
  }

  private Record run(Selection field, String text, Map<String, Object> parameters) {
    try {
      return runOnce(text, parameters);
    } catch (Neo4jException failure) {
      if (failure instanceof RetryableException) {
        return runAgain(field, text, parameters);
      }
      throw fault(field, failure);
    }
  }

  private Record runAgain(Selection field, String text, Map<String, Object> parameters) {
    try {
      return runOnce(text, parameters);
    } catch (Neo4jException failure) {
      throw fault(field, failure);
    }
  }

  private Record runOnce(String text, Map<String, Object> parameters) {
    try (Session reading = driver.session(session)) {
      List<Record> records = reading.run(text, parameters, transaction).list();
      return records.getFirst();
    }
  }

  private RuntimeException fault(Selection field, Neo4jException failure) {
    if (failure.code().startsWith(TIMED_OUT)) {
      return new GraphModelException.QueryTimedOut(
          "%s: the statement took longer than %d ms; ask for less, or with a narrower filter"
              .formatted(field.name(), settings.timeout().toMillis()),
          failure);
    }
    if (failure instanceof ServiceUnavailableException || failure instanceof RetryableException) {
      return new GraphModelException.GraphUnavailable(
          "asking the graph for %s: it does not answer (%s); asking again is safe"
              .formatted(field.name(), failure.code().toLowerCase(Locale.ROOT)),
          failure);
    }
    return failure;
  }
}
