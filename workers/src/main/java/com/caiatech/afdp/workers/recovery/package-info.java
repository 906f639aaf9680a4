/// Closing what nobody can end any more: deployments whose workflow died with its orchestrator.
/// Start with {@link com.caiatech.afdp.workers.recovery.Recovery}; nothing here may start anything
/// new.
@NullMarked
package com.caiatech.afdp.workers.recovery;

import org.jspecify.annotations.NullMarked;
