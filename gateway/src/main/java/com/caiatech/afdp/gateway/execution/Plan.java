package com.caiatech.afdp.gateway.execution;

import graphql.GraphQLContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one operation of a prepared document is answered, again and again. Safe for many threads.
@FunctionalInterface
public interface Plan {
  /// The answer, or empty where graphql-java has to give it: because an error has to be told, or
  /// because the plan does not reach that far. What was read by then is in the context, so that
  /// nothing is read twice.
  ///
  /// @param variables as the request gives them
  /// @param context holds the {@link RequestContext}
  Optional<Written> answer(
      Map<String, ? extends @Nullable Object> variables, GraphQLContext context);

  /// An answer without errors.
  ///
  /// @param data the response's `data`
  /// @param cost of what it holds
  record Written(WrittenData data, long cost) {}
}
