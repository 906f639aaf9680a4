/// Why something failed or was refused, as it may stand for ever: sentences of ours with typed
/// values, into which no output of a process can get. Start with {@link
/// com.caiatech.afdp.workers.reason.Reason}; nothing here may read a log or take text.
@NullMarked
package com.caiatech.afdp.workers.reason;

import org.jspecify.annotations.NullMarked;
