package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How bad an incident is, sev1 being the worst.
public enum Severity {
  @JsonProperty("sev1")
  SEV1,
  @JsonProperty("sev2")
  SEV2,
  @JsonProperty("sev3")
  SEV3,
  @JsonProperty("sev4")
  SEV4
}
