package com.caiatech.afdp.schemas.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What kind of change a deployment makes.
public enum DeploymentType {
  @JsonProperty("deploy")
  DEPLOY,
  @JsonProperty("rollback")
  ROLLBACK,
  @JsonProperty("promotion")
  PROMOTION
}
