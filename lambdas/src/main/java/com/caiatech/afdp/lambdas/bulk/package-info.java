/// Projects ledgers and repositories that nobody has to be asked for, in one go into an empty
/// graph. Start with {@link com.caiatech.afdp.lambdas.bulk.BulkProjection}; nothing here judges a
/// record or reads a graph.
@NullMarked
package com.caiatech.afdp.lambdas.bulk;

import org.jspecify.annotations.NullMarked;
