package com.caiatech.afdp.workers.activity;

/// How many distinct people have approved a plan, by the rule that lacks the most of them.
///
/// @param approvals of people that count by that rule
/// @param required how many it asks for
public record ApprovalCount(int approvals, int required) {
  /// Whether every rule has what it asks for.
  public boolean suffices() {
    return approvals >= required;
  }
}
