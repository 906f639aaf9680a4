/// Counts what happens, for logs and for whoever runs the functions. Start with {@link
/// com.caiatech.afdp.lambdas.metric.Counters}; nothing here may change what a function does.
@NullMarked
package com.caiatech.afdp.lambdas.metric;

import org.jspecify.annotations.NullMarked;
