package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.execution.RequestContext;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Answers a top-level field by one statement, or by what a plan has read already.
final class TopLevelFetcher implements DataFetcher<@Nullable Object> {
  private final GraphQueries queries;
  private final GraphTurns turns;

  TopLevelFetcher(GraphQueries queries, GraphTurns turns) {
    this.queries = queries;
    this.turns = turns;
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    GraphQLContext context = environment.getGraphQlContext();
    FetchedFields fetched = context.get(FetchedFields.class);
    if (fetched != null) {
      return fetched.value(environment.getMergedField().getResultKey());
    }
    Selection selection =
        new SelectionReader(
                environment.getGraphQLSchema(),
                environment.getFragmentsByName(),
                environment.getVariables())
            .field(environment.getMergedField())
            .bound(CoercedVariables.of(environment.getVariables()), context);
    Instant deadline = RequestContext.of(context).deadline();
    return turns.answered(
        environment, () -> queries.fetch(selection, Duration.between(Instant.now(), deadline)));
  }
}
