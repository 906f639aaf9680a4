package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a deployment ended.
public enum DeploymentStatus {
  /// The new version serves and every check passed.
  @JsonProperty("succeeded")
  SUCCEEDED,
  /// It failed, and the healthy side serves again where there was one.
  @JsonProperty("failed")
  FAILED,
  /// A person stopped it.
  @JsonProperty("aborted")
  ABORTED,
  /// An approver decided against the plan.
  @JsonProperty("rejected")
  REJECTED,
  /// It never ran: a rule or its input did not allow it.
  @JsonProperty("refused")
  REFUSED,
  /// It never ran: its time to start or to be approved was over.
  @JsonProperty("expired")
  EXPIRED,
  /// It never ran: a newer request took its place.
  @JsonProperty("superseded")
  SUPERSEDED,
  /// Nobody saw the outcome; what was found serving is recorded.
  @JsonProperty("lost")
  LOST
}
