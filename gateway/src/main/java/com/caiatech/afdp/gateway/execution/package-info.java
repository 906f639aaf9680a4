/// Runs one GraphQL request within its limits, whatever carried it here. Start with {@link
/// com.caiatech.afdp.gateway.execution.GraphQlEngine}; nothing here may know HTTP, the graph or
/// Temporal.
@NullMarked
package com.caiatech.afdp.gateway.execution;

import org.jspecify.annotations.NullMarked;
