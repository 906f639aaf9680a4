package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The verdict of a check; only `passed` lets a deployment go on.
public enum CheckStatus {
  @JsonProperty("passed")
  PASSED,
  @JsonProperty("failed")
  FAILED,
  @JsonProperty("inconclusive")
  INCONCLUSIVE,
  @JsonProperty("error")
  ERROR
}
