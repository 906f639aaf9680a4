/// Where releases run: what a deployment does to its target, whatever the target is. Start with
/// {@link com.caiatech.afdp.workers.target.Target}; nothing here may know workflows or write a
/// ledger.
@NullMarked
package com.caiatech.afdp.workers.target;

import org.jspecify.annotations.NullMarked;
