/// Builds the graph anew from ledgers, repositories and the evidence store. Start with {@link
/// com.caiatech.afdp.lambdas.rebuild.Rebuild}; nothing here may write anything but the given
/// database.
@NullMarked
package com.caiatech.afdp.lambdas.rebuild;

import org.jspecify.annotations.NullMarked;
