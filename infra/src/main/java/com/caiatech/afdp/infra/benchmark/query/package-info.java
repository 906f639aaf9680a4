/// Questions to a generated graph: through the gateway, beside hand-written Cypher over the raw
/// driver and beside another GraphQL server on the same graph, in turns.
@NullMarked
package com.caiatech.afdp.infra.benchmark.query;

import org.jspecify.annotations.NullMarked;
