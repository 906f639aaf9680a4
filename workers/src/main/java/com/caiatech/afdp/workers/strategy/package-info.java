/// How a new version takes over from the old one, as steps of a plan. Start with {@link
/// com.caiatech.afdp.workers.strategy.Strategy}; everything here is a pure function: no I/O, no
/// clock, no workflow.
@NullMarked
package com.caiatech.afdp.workers.strategy;

import org.jspecify.annotations.NullMarked;
