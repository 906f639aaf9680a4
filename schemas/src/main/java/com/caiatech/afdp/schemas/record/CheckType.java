package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a check measures.
public enum CheckType {
  @JsonProperty("command")
  COMMAND,
  @JsonProperty("http")
  HTTP,
  @JsonProperty("metric")
  METRIC,
  @JsonProperty("policy")
  POLICY
}
