/// The real parts that a local platform runs in or beside its own process, all on loopback: graph
/// database, Temporal service, queue, Git server with webhooks, and the functions' triggers. Each
/// starts by a static `start`, answers when that returns, and stops by `close`; they know nothing
/// of each other: the runner composes them.
@NullMarked
package com.caiatech.afdp.infra.embedded;

import org.jspecify.annotations.NullMarked;
