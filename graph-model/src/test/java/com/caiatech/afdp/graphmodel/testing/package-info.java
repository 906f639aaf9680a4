/// The real Neo4j that tests of every module share, published as this module's `test-jar`. Start
/// reading at [com.caiatech.afdp.graphmodel.testing.Neo4jFixture]; nothing here knows labels,
/// records or projections.
@NullMarked
package com.caiatech.afdp.graphmodel.testing;

import org.jspecify.annotations.NullMarked;
