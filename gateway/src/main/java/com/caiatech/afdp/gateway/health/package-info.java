/// Whether the gateway and what it needs are well. Start with {@link
/// com.caiatech.afdp.gateway.health.HealthProbe}; nothing here may tell a stranger addresses,
/// versions or exception texts.
@NullMarked
package com.caiatech.afdp.gateway.health;

import org.jspecify.annotations.NullMarked;
