package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.security.Principal;
import graphql.GraphQLContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a data fetcher may know of the request it works for.
///
/// @param requestId stands in every log line and in the reply's `X-Request-Id`
/// @param deadline when the client is told `TIMEOUT`; a statement's own timeout ends before it
public record RequestContext(
    String requestId, @Nullable TraceParent trace, Principal principal, Instant deadline) {

  /// The context of the operation that a data fetcher works for.
  public static RequestContext of(GraphQLContext context) {
    RequestContext found = context.get(RequestContext.class);
    if (found == null) {
      throw new IllegalStateException(
          "reading the request's context: the operation was not started by the engine");
    }
    return found;
  }
}
