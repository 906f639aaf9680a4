/// Paths between things of the graph, and what can be reached from one: start with {@link
/// com.caiatech.afdp.graphmodel.path.PathSearch}. What may be walked is defined in {@link
/// com.caiatech.afdp.graphmodel.path.Walk} alone; nothing here writes.
@NullMarked
package com.caiatech.afdp.graphmodel.path;

import org.jspecify.annotations.NullMarked;
