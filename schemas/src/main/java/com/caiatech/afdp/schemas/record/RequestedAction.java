package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a person or a system asked for in a deployment request: a deployment or rollback, or
/// something of one that runs.
public enum RequestedAction {
  @JsonProperty("deploy")
  DEPLOY,
  @JsonProperty("rollback")
  ROLLBACK,
  /// Stop, and go back to the healthy side. It outranks all others.
  @JsonProperty("abort")
  ABORT,
  /// Go on from the pause that the plan has at this point.
  @JsonProperty("promote")
  PROMOTE,
  /// Go on to the end without pauses, baking and further checks of the new version.
  @JsonProperty("promote-full")
  PROMOTE_FULL,
  /// Wait no longer for the pause, the baking or the check that is under way.
  @JsonProperty("skip-step")
  SKIP_STEP,
  /// Begin no further step.
  @JsonProperty("pause")
  PAUSE,
  /// Go on from where a person paused.
  @JsonProperty("resume")
  RESUME;

  /// Whether a deployment or rollback begins with it; else it is asked of one that runs.
  public boolean begins() {
    return this == DEPLOY || this == ROLLBACK;
  }
}
