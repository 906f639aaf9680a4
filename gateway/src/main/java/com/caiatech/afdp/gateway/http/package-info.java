/// GraphQL over HTTP (the specification), GraphQL over server-sent events, GraphiQL, and the edge
/// that every request passes. Start with {@link com.caiatech.afdp.gateway.http.GraphQlController};
/// nothing here may know the graph or Temporal.
@NullMarked
package com.caiatech.afdp.gateway.http;

import org.jspecify.annotations.NullMarked;
