/// Answers the fields of the GraphQL schema from the graph: start with {@link
/// com.caiatech.afdp.gateway.query.QueryWiring}. Nothing here may write, speak HTTP or compose
/// Cypher.
@NullMarked
package com.caiatech.afdp.gateway.query;

import org.jspecify.annotations.NullMarked;
