/// What is looked for by its words, and where it is looked for: start with {@link
/// com.caiatech.afdp.graphmodel.search.SearchText}; nothing here may touch the graph.
@NullMarked
package com.caiatech.afdp.graphmodel.search;

import org.jspecify.annotations.NullMarked;
