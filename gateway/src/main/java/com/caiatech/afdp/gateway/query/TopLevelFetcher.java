package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.execution.RequestContext;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Answers a top-level field by one statement.
final class TopLevelFetcher implements DataFetcher<@Nullable Object> {
  private final GraphQueries queries;
  private final GraphTurns turns;

  TopLevelFetcher(GraphQueries queries, GraphTurns turns) {
    this.queries = queries;
    this.turns = turns;
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    Selection selection = SelectionReader.read(environment);
    Instant deadline = RequestContext.of(environment.getGraphQlContext()).deadline();
    return turns.answered(
        environment, () -> queries.fetch(selection, Duration.between(Instant.now(), deadline)));
  }
}
