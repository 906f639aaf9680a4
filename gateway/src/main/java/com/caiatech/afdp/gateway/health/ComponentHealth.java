package com.caiatech.afdp.gateway.health;

/// The state of one part that the gateway needs.
public sealed interface ComponentHealth {
  /// It works.
  record Up() implements ComponentHealth {}

  /// It does not.
  ///
  /// @param reason is shown to everybody: no addresses, no exception texts
  record Down(String reason) implements ComponentHealth {}
}
