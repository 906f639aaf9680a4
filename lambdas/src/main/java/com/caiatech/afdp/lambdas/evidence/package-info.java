/// The evidence store: mirrors that keep every object of every accepted head and of refused
/// histories. Start with {@link com.caiatech.afdp.lambdas.evidence.EvidenceStore}; nothing here may
/// write the graph.
@NullMarked
package com.caiatech.afdp.lambdas.evidence;

import org.jspecify.annotations.NullMarked;
