/// What differs between two states of what serves, and between two deployments: commits, files and
/// sources. Start with {@link com.caiatech.afdp.graphmodel.difference.DifferenceSearch}; nothing
/// here may write the graph.
@NullMarked
package com.caiatech.afdp.graphmodel.difference;

import org.jspecify.annotations.NullMarked;
