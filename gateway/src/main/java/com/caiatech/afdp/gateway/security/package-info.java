/// Who asks, and what they may do. Start with {@link
/// com.caiatech.afdp.gateway.security.AccessRules}, the one table of rights; nothing here may know
/// the graph, Temporal or the web framework.
@NullMarked
package com.caiatech.afdp.gateway.security;

import org.jspecify.annotations.NullMarked;
