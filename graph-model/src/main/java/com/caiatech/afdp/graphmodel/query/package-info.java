/// Answers typed selections from the graph, one Cypher statement and one round trip each: start
/// with {@link com.caiatech.afdp.graphmodel.query.GraphQueries}. Nothing here may know GraphQL or
/// write to the graph.
///
/// What can be asked, and where it stands in the graph, says `catalogue`: a field is added there.
/// `composition` makes one statement of a selection and the catalogue; `reading` turns its result
/// into rows. Each knows only those before it: catalogue, reading, composition, this package.
@NullMarked
package com.caiatech.afdp.graphmodel.query;

import org.jspecify.annotations.NullMarked;
