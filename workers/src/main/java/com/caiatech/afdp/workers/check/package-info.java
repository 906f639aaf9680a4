/// The checks that a descriptor asks for, run and measured. Start with {@link
/// com.caiatech.afdp.workers.check.CheckRun}; nothing here decides what a failed check means for a
/// deployment.
@NullMarked
package com.caiatech.afdp.workers.check;

import org.jspecify.annotations.NullMarked;
