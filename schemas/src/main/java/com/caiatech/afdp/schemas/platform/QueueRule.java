package com.caiatech.afdp.schemas.platform;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What becomes of a deployment that is asked for while another of the service has the environment.
/// A rollback pre-empts, whatever the rule.
public enum QueueRule {
  /// It waits for its turn.
  @JsonProperty("fifo")
  FIFO,
  /// It waits, and takes the place of the deployments that wait already.
  @JsonProperty("latest")
  LATEST,
  /// It is refused.
  @JsonProperty("reject")
  REJECT
}
