package com.caiatech.afdp.gateway.security;

import java.util.Arrays;
import java.util.Optional;

/// What a principal may do is decided by the roles it has; {@link AccessRules} says what each one
/// grants.
public enum Role {
  VIEWER("viewer"),
  DEPLOYER("deployer"),
  APPROVER("approver"),
  INCIDENT_MANAGER("incident-manager"),
  AUDITOR("auditor"),
  ADMIN("admin");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /// The role's name in configuration, records and messages.
  public String label() {
    return label;
  }

  /// The role of that label.
  public static Optional<Role> ofLabel(String label) {
    return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
  }

  @Override
  public String toString() {
    return label;
  }
}
