/// Answers the fields of the GraphQL schema from the graph: start with {@link
/// com.caiatech.afdp.gateway.query.QueryWiring}, and for whole queries with {@link
/// com.caiatech.afdp.gateway.query.QueryPlan}. Nothing here may change the graph, speak HTTP or
/// compose Cypher.
@NullMarked
package com.caiatech.afdp.gateway.query;

import org.jspecify.annotations.NullMarked;
