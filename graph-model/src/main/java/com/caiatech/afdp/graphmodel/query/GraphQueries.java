package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.difference.DifferenceSearch;
import com.caiatech.afdp.graphmodel.path.PathSearch;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.catalogue.Expression;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition;
import com.caiatech.afdp.graphmodel.query.catalogue.OrderKey;
import com.caiatech.afdp.graphmodel.query.composition.KnownStatements;
import com.caiatech.afdp.graphmodel.query.composition.QueryCompiler;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Cursor;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;

/// Answers queries: one statement and one round trip for each top-level field, or the statements of
/// a search and one that tells of what it found, after the graph holds what the field's consistency
/// tokens stand for. It blocks the calling thread, which had best be a virtual one. Safe for many
/// threads.
public final class GraphQueries {
  /// The most statements that run at once; the driver needs a connection for each. More wait for
  /// their turn, since a driver refuses whoever comes while as many wait as it has connections.
  public static final int AT_ONCE = 40;

  /// The keys of a place among what can be reached: the question, the distance and the id.
  private static final List<OrderKey> REACHED_ORDER =
      List.of(
          new OrderKey(Expression.node("question"), false, false),
          new OrderKey(Expression.node("length"), false, true),
          new OrderKey(Expression.node("nodeId"), false, false));

  private final Driver driver;
  private final QuerySettings settings;
  private final QueryCompiler compiler;
  private final SessionConfig session;
  private final LedgerWatch watch;
  private final PathSearch search;
  private final DifferenceSearch differences;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /// Answers from one graph.
  ///
  /// @param driver of the graph; stays its giver's to close
  public GraphQueries(Driver driver, QuerySettings settings) {
    this.driver = driver;
    this.settings = settings;
    this.compiler = new QueryCompiler(Catalogue.standard());
    this.session = configured(settings).build();
    this.watch = new LedgerWatch(driver, session);
    this.search = new PathSearch(settings.search());
    this.differences = new DifferenceSearch(settings.search());
  }

  /// The value of a top-level field: a scalar, a {@link Row}, a list of either, or null where there
  /// is no such thing.
  ///
  /// @param field its name is a field of {@link Catalogue#QUERY}; `atLeast` may hold {@link
  ///   ConsistencyToken}s
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  /// @throws GraphModelException.NotFound when a search begins or ends at what the graph does not
  ///   have
  /// @throws GraphModelException.QueryTimedOut when the statement or the wait for a token took too
  ///   long
  /// @throws GraphModelException.GraphUnavailable when the graph does not answer
  public @Nullable Object fetch(Selection field) {
    return fetch(field, settings.timeout());
  }

  /// The same within a time, of which a tenth is left for what comes after the statement.
  ///
  /// @param patience no more than the settings' timeout counts
  public @Nullable Object fetch(Selection field, Duration patience) {
    return fetch(field, patience, compiler::compile);
  }

  /// The same of a field of a document that is asked again and again.
  ///
  /// @param known of that field
  public @Nullable Object fetch(Selection field, KnownStatements known, Duration patience) {
    return fetch(field, patience, asked -> compiler.compile(asked, known));
  }

  private @Nullable Object fetch(
      Selection field,
      Duration patience,
      Function<Selection, Optional<QueryCompiler.Bound>> compiled) {
    Deadline deadline = Deadline.in(least(patience, settings.timeout()));
    return switch (field.name()) {
      case Catalogue.PATHS -> searched(field, search.paths(field.arguments()), deadline);
      case Catalogue.REACHABLE -> searched(field, reachable(field), deadline);
      case Catalogue.DIFF -> searched(field, differences.diff(field.arguments()), deadline);
      case Catalogue.COMPARE -> searched(field, differences.compare(field.arguments()), deadline);
      default ->
          compiled
              .apply(field)
              .map(bound -> run(field, deadline, asking -> answer(bound, asking, deadline)))
              .orElse(null);
    };
  }

  private PathSearch.Checked reachable(Selection field) {
    String argument = FieldDefinition.Connection.AFTER;
    PathSearch.Place after = null;
    if (field.argument(argument) instanceof String cursor) {
      List<Object> keys = Cursor.decode(Catalogue.REACHABLE, REACHED_ORDER, argument, cursor);
      after = new PathSearch.Place((String) keys.get(0), (Long) keys.get(1), (String) keys.get(2));
    }
    return search.reachable(
        field.arguments(),
        after,
        place ->
            Cursor.encode(
                Catalogue.REACHABLE, List.of(place.question(), place.distance(), place.id())));
  }

  private @Nullable Object searched(
      Selection field, PathSearch.Checked question, Deadline deadline) {
    return run(field, deadline, asking -> searched(field, question, asking, deadline));
  }

  private static @Nullable Object answer(
      QueryCompiler.Bound bound, Session asking, Deadline deadline) {
    return read(
        bound,
        asking
            .run(bound.query().text(), bound.parameters(), deadline.transaction())
            .list()
            .getFirst());
  }

  private static @Nullable Object read(QueryCompiler.Bound bound, Record result) {
    return bound.query().reader().read(result.get("answer"), bound.parameters());
  }

  /// Searches, and tells of what was found from the same state of the graph.
  private @Nullable Object searched(
      Selection field, PathSearch.Checked question, Session asking, Deadline deadline) {
    try (Transaction reading = asking.beginTransaction(deadline.transaction())) {
      Map<String, @Nullable Object> given = moments(field.arguments());
      given.put(
          FieldDefinition.Searched.RESULT,
          new FieldDefinition.Searched.Result(question.search(reading)));
      QueryCompiler.Bound bound = compiler.compile(field.with(given)).orElseThrow();
      return read(bound, reading.run(bound.query().text(), bound.parameters()).list().getFirst());
    }
  }

  /// The moments that the arguments give, those in input objects by the names of both with a dot
  /// between them.
  private static Map<String, @Nullable Object> moments(Map<String, @Nullable Object> arguments) {
    Map<String, @Nullable Object> moments = new HashMap<>();
    moments.put(FieldDefinition.AsOf.ARGUMENT, arguments.get(FieldDefinition.AsOf.ARGUMENT));
    arguments.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> input) {
            moments.put(
                name + "." + FieldDefinition.AsOf.ARGUMENT,
                input.get(FieldDefinition.AsOf.ARGUMENT));
          }
        });
    return moments;
  }

  /// A session that sees what the field's consistency tokens stand for, once the graph holds it.
  private SessionConfig seeing(Selection field, Deadline deadline) {
    if (!(field.argument(Catalogue.AT_LEAST) instanceof Collection<?> given) || given.isEmpty()) {
      return session;
    }
    List<ConsistencyToken> tokens = given.stream().map(ConsistencyToken.class::cast).toList();
    Duration wait = least(settings.tokenWait(), deadline.left());
    LedgerWatch.Look look = look(field, tokens, wait);
    if (!look.reaches(tokens)) {
      throw new GraphModelException.QueryTimedOut(
          "%s: waited %d ms for the projection to reach %s; ask again later, or without the token"
              .formatted(field.name(), wait.toMillis(), behind(tokens, look)));
    }
    return configured(settings).withBookmarks(look.bookmarks()).build();
  }

  private LedgerWatch.Look look(Selection field, List<ConsistencyToken> tokens, Duration wait) {
    try {
      return watch.await(tokens, wait);
    } catch (Neo4jException failure) {
      throw fault(field, failure);
    }
  }

  private static String behind(List<ConsistencyToken> tokens, LedgerWatch.Look look) {
    return tokens.stream()
        .filter(token -> look.size(token.volume()) < token.size())
        .map(token -> "%s (it is at %d)".formatted(token, look.size(token.volume())))
        .collect(Collectors.joining(", "));
  }

  private @Nullable Object run(Selection field, Deadline deadline, Question question) {
    SessionConfig seeing = seeing(field, deadline);
    if (!hasTurn(deadline)) {
      throw new GraphModelException.QueryTimedOut(
          "%s: waited for other queries until its time was over; ask again later"
              .formatted(field.name()));
    }
    try {
      return runOnce(seeing, question);
    } catch (Neo4jException failure) {
      if (failure instanceof RetryableException && !Thread.currentThread().isInterrupted()) {
        return runAgain(field, seeing, question);
      }
      throw fault(field, failure);
    } finally {
      turns.release();
    }
  }

  /// When the time of a question is over, on the clock of `System::nanoTime`.
  private record Deadline(long nanos) {
    static Deadline in(Duration time) {
      return new Deadline(System.nanoTime() + time.toNanos());
    }

    Duration left() {
      return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /// The driver wants whole milliseconds, and takes none for no limit.
    TransactionConfig transaction() {
      Duration time = Duration.ofMillis(Math.max(1, left().toMillis() * 9 / 10));
      return TransactionConfig.builder().withTimeout(time).build();
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// What is asked in one session.
  @FunctionalInterface
  private interface Question {
    @Nullable Object ask(Session asking);
  }

  private boolean hasTurn(Deadline deadline) {
    try {
      return turns.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable Object runAgain(Selection field, SessionConfig seeing, Question question) {
    try {
      return runOnce(seeing, question);
    } catch (Neo4jException failure) {
      throw fault(field, failure);
    }
  }

  private @Nullable Object runOnce(SessionConfig seeing, Question question) {
    try (Session asking = driver.session(seeing)) {
      return question.ask(asking);
    }
  }

  private static SessionConfig.Builder configured(QuerySettings settings) {
    return SessionConfig.builder()
        .withDatabase(settings.database())
        .withDefaultAccessMode(AccessMode.READ)
        .withFetchSize(settings.fetchSize());
  }

  private RuntimeException fault(Selection field, Neo4jException failure) {
    if (GraphModelException.QueryTimedOut.isToldBy(failure)) {
      return new GraphModelException.QueryTimedOut(
          "%s: the statement took longer than it may; ask for less, or with a narrower filter"
              .formatted(field.name()),
          failure);
    }
    if (GraphModelException.GraphUnavailable.isToldBy(failure)) {
      return new GraphModelException.GraphUnavailable(
          "asking the graph for %s: it does not answer (%s); asking again is safe"
              .formatted(field.name(), failure.code().toLowerCase(Locale.ROOT)),
          failure);
    }
    return failure;
  }
}
