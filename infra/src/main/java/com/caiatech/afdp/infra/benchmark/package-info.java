/// What the platform costs, the peer in the same run. A running platform is measured from outside
/// through its interfaces, and neither its graph nor its ledgers are written in any other way;
/// projection and rebuild are measured on ledgers and graphs of their own. Start with {@link
/// com.caiatech.afdp.infra.benchmark.Benchmark}.
@NullMarked
package com.caiatech.afdp.infra.benchmark;

import org.jspecify.annotations.NullMarked;
