package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers a top-level field by one statement. A field that stands alone is answered on the
/// operation's own thread, several run side by side.
final class TopLevelFetcher implements DataFetcher<@Nullable Object> {
  private final GraphQueries queries;
  private final Executor threads;

  TopLevelFetcher(GraphQueries queries, Executor threads) {
    this.queries = queries;
    this.threads = threads;
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    Selection selection = SelectionReader.read(environment);
    return answered(environment, threads, () -> queries.fetch(selection));
  }

  /// The answer of a question to the graph, or its future where others are asked beside it.
  static @Nullable Object answered(
      DataFetchingEnvironment environment, Executor threads, Supplier<@Nullable Object> question) {
    boolean alone =
        environment.getOperationDefinition().getSelectionSet().getSelections().size() == 1;
    return alone ? told(question) : CompletableFuture.supplyAsync(() -> told(question), threads);
  }

  /// What the client may know of a fault.
  private static @Nullable Object told(Supplier<@Nullable Object> question) {
    try {
      return question.get();
    } catch (GraphModelException.InvalidArgument invalid) {
      throw refused(ErrorCode.BAD_USER_INPUT, invalid);
    } catch (GraphModelException.QueryTimedOut late) {
      throw refused(ErrorCode.TIMEOUT, late);
    }
  }

  private static GatewayException.Refused refused(ErrorCode code, GraphModelException fault) {
    return new GatewayException.Refused(code, String.valueOf(fault.getMessage()), Map.of(), fault);
  }
}
