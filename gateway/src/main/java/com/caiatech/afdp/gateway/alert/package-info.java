/// Alerts of an alerting system that a team already has, read from its webhook. What becomes of
/// them is a mutation's matter.
@NullMarked
package com.caiatech.afdp.gateway.alert;

import org.jspecify.annotations.NullMarked;
