/// The FIFO queue between the functions. Start with {@link
/// com.caiatech.afdp.lambdas.queue.PushQueue}; nothing here may look into a repository.
@NullMarked
package com.caiatech.afdp.lambdas.queue;

import org.jspecify.annotations.NullMarked;
