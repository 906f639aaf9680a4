/// Closing what nobody can end any more: deployments whose workflow died with its orchestrator.
/// Start with {@link com.caiatech.afdp.workers.recovery.Recovery}; nothing here may change what
/// runs.
@NullMarked
package com.caiatech.afdp.workers.recovery;

import org.jspecify.annotations.NullMarked;
