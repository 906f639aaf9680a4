/// The canonical digest over all facts of the graph, by which a rebuilt graph proves itself equal,
/// and by which two that are not tell where they differ. Start with {@link
/// com.caiatech.afdp.graphmodel.digest.GraphDigest}; nothing here may change the graph.
@NullMarked
package com.caiatech.afdp.graphmodel.digest;

import org.jspecify.annotations.NullMarked;
