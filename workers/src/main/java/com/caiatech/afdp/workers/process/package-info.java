/// Processes of this machine with all that they start: found by what the system tells of them, and
/// ended together. Start with {@link com.caiatech.afdp.workers.process.ProcessTree}; nothing here
/// knows what a process is for.
@NullMarked
package com.caiatech.afdp.workers.process;

import org.jspecify.annotations.NullMarked;
