/// What a gateway is told at its start: small validated records and the file that holds them. Start
/// with {@link com.caiatech.afdp.gateway.configuration.GatewayConfiguration}; nothing here may open
/// a connection.
@NullMarked
package com.caiatech.afdp.gateway.configuration;

import org.jspecify.annotations.NullMarked;
