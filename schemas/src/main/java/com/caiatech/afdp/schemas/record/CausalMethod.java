package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How the cause of an incident was found.
public enum CausalMethod {
  @JsonProperty("declared")
  DECLARED,
  @JsonProperty("rollback")
  ROLLBACK,
  @JsonProperty("heuristic")
  HEURISTIC
}
