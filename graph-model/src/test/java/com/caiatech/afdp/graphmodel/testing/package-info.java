/// What tests of several modules share, published as this module's `test-jar`: the real Neo4j, and
/// the means to hold statements against the names of the graph. Start reading at
/// [com.caiatech.afdp.graphmodel.testing.Neo4jFixture] and
/// [com.caiatech.afdp.graphmodel.testing.SchemaNames]; nothing here knows records or projections.
@NullMarked
package com.caiatech.afdp.graphmodel.testing;

import org.jspecify.annotations.NullMarked;
