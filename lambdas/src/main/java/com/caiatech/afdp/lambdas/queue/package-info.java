/// The FIFO queue between the functions, and that of the messages that were given up. Start with
/// {@link com.caiatech.afdp.lambdas.queue.PushQueue}; nothing here may look into a repository.
@NullMarked
package com.caiatech.afdp.lambdas.queue;

import org.jspecify.annotations.NullMarked;
