/// What the platform costs, measured from outside through its interfaces, the peer in the same run.
/// Start with {@link com.caiatech.afdp.infra.benchmark.Benchmark}; nothing here may write the graph
/// or a ledger.
@NullMarked
package com.caiatech.afdp.infra.benchmark;

import org.jspecify.annotations.NullMarked;
