package com.caiatech.afdp.schemas.plan;

/// An approval rule of the platform's configuration that holds for a plan.
///
/// @param name such as `production-approval`
/// @param minimum how many distinct people, other than the requester, have to approve the plan
public record PlanRule(String name, int minimum) {
  public PlanRule {
    if (minimum < 0) {
      throw new IllegalArgumentException(
          "PlanRule " + name + ": expected a minimum of at least 0, found " + minimum);
    }
  }
}
