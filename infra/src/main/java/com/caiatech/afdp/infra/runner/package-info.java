/// The platform on one machine: which parts there are, in which order they start and stop, and what
/// they know of each other. Start with {@link com.caiatech.afdp.infra.runner.Runner}; nothing here
/// may do the work of a part.
@NullMarked
package com.caiatech.afdp.infra.runner;

import org.jspecify.annotations.NullMarked;
