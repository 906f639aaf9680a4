package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.security.Principal;
import org.jspecify.annotations.Nullable;

/// A field that shows its reader something else than what the graph gives.
@FunctionalInterface
interface ComputedField {
  /// What the reader sees.
  ///
  /// @param found what the graph gives
  @Nullable Object shown(@Nullable Object found, Principal reader);
}
