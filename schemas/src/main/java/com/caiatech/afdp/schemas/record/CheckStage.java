package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// When in a deployment a check ran.
public enum CheckStage {
  @JsonProperty("pre")
  PRE,
  @JsonProperty("post")
  POST,
  @JsonProperty("analysis")
  ANALYSIS,
  @JsonProperty("gate")
  GATE
}
