package com.caiatech.afdp.schemas.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The part that a source repository plays in a deployment.
public enum SourceRole {
  @JsonProperty("application")
  APPLICATION,
  @JsonProperty("configuration")
  CONFIGURATION,
  @JsonProperty("iac")
  IAC
}
