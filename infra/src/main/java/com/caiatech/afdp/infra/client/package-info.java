/// How commands talk to a running platform: its endpoints file and its GraphQL gateway. Start with
/// {@link com.caiatech.afdp.infra.client.GatewayClient}; nothing here may reach the graph or a
/// ledger directly.
@NullMarked
package com.caiatech.afdp.infra.client;

import org.jspecify.annotations.NullMarked;
