/// From a repository to the graph: volumes are verified and projected, commits taken in, ranges
/// resolved. Start with {@link com.caiatech.afdp.lambdas.intake.Projection}; nothing here may write
/// a ledger.
@NullMarked
package com.caiatech.afdp.lambdas.intake;

import org.jspecify.annotations.NullMarked;
