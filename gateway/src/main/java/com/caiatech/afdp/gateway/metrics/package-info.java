/// What the gateway counts and how it is scraped. Start with {@link
/// com.caiatech.afdp.gateway.metrics.GatewayMetrics}; the registry belongs to whoever starts the
/// gateway, and other parts of the process may count in it too.
@NullMarked
package com.caiatech.afdp.gateway.metrics;

import org.jspecify.annotations.NullMarked;
