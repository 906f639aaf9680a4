/// Where nodes and relationships go that are written in bulk into a graph that nobody reads yet.
/// Start with {@link com.caiatech.afdp.graphmodel.bulk.GraphSink}; nothing here knows what they
/// say.
@NullMarked
package com.caiatech.afdp.graphmodel.bulk;

import org.jspecify.annotations.NullMarked;
