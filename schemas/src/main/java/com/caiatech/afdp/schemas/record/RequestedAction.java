package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a person or a system asked for in a deployment request.
public enum RequestedAction {
  @JsonProperty("deploy")
  DEPLOY,
  @JsonProperty("rollback")
  ROLLBACK,
  @JsonProperty("abort")
  ABORT
}
