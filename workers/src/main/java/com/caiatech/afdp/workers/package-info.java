/// Temporal workers: they run deployments and write every ledger. Start with the package
/// `deployment`; nothing here may reach the graph.
@NullMarked
package com.caiatech.afdp.workers;

import org.jspecify.annotations.NullMarked;
