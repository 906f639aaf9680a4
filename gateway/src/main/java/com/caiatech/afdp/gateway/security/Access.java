package com.caiatech.afdp.gateway.security;

/// Whether a principal may do something.
public sealed interface Access {
  /// It may.
  record Granted() implements Access {}

  /// It may not.
  ///
  /// @param message names the action, the roles that may and the roles found; fit for the client
  record Denied(String message) implements Access {}
}
