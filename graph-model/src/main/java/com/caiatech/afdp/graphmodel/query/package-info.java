/// Compiles a typed selection into one Cypher statement and answers it: start with {@link
/// com.caiatech.afdp.graphmodel.query.GraphQueries}, and add a field in {@link
/// com.caiatech.afdp.graphmodel.query.Catalogue}. Nothing here may know GraphQL or write to the
/// graph.
@NullMarked
package com.caiatech.afdp.graphmodel.query;

import org.jspecify.annotations.NullMarked;
