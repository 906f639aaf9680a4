/// The weighted HTTP router in front of a service's instances in one environment. Start with {@link
/// com.caiatech.afdp.workers.router.Router}; nothing here may start or stop a process.
@NullMarked
package com.caiatech.afdp.workers.router;

import org.jspecify.annotations.NullMarked;
