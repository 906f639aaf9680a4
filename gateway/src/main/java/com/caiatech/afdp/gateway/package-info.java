/// The GraphQL server: the one door to the graph and, for changes, to Temporal. Start with {@link
/// com.caiatech.afdp.gateway.GatewayServer}, its composition; no other package may depend on this
/// one.
@NullMarked
package com.caiatech.afdp.gateway;

import org.jspecify.annotations.NullMarked;
