package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How another deployer says that a deployment ended. There is no status of one that goes on: it is
/// reported once it has ended.
public enum ReportedStatus {
  /// What was deployed serves.
  @JsonProperty("succeeded")
  SUCCEEDED,
  /// It failed, and nobody says what serves now.
  @JsonProperty("failed")
  FAILED,
  /// It failed, and what was deployed before serves again.
  @JsonProperty("rolled-back")
  ROLLED_BACK
}
