package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The stage of an incident that a report describes.
public enum IncidentPhase {
  @JsonProperty("opened")
  OPENED,
  @JsonProperty("updated")
  UPDATED,
  @JsonProperty("mitigated")
  MITIGATED,
  @JsonProperty("resolved")
  RESOLVED,
  @JsonProperty("post-mortem")
  POST_MORTEM
}
