/// What goes wrong in the gateway, and what a client is told of it. Start with {@link
/// com.caiatech.afdp.gateway.error.GatewayException}; nothing here may know HTTP or GraphQL.
@NullMarked
package com.caiatech.afdp.gateway.error;

import org.jspecify.annotations.NullMarked;
