package com.caiatech.afdp.schemas.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// One step of a plan. In JSON its `type` tells which; a reader keeps the members that it does not
/// know, since digests are taken over what was received.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = PlanStep.Unknown.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = PlanStep.Check.class, name = "check"),
  @JsonSubTypes.Type(value = PlanStep.Approve.class, name = "approve"),
  @JsonSubTypes.Type(value = PlanStep.Replace.class, name = "replace")
})
public sealed interface PlanStep {
  /// Runs one check of the descriptor.
  ///
  /// @param stage `pre` or `post`
  record Check(String stage, String name) implements PlanStep {
    /// Before anything is changed.
    public static final String PRE = "pre";

    /// Once the new version serves.
    public static final String POST = "post";
  }

  /// Waits until the rule has its approvals.
  record Approve(String rule) implements PlanStep {}

  /// Starts one instance of the new version and retires one of the old.
  ///
  /// @param instance counts from 1
  record Replace(int instance) implements PlanStep {}

  /// A step that newer software planned. It can be read, not carried out.
  record Unknown() implements PlanStep {}
}
