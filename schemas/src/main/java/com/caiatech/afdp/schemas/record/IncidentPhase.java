package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The stage of an incident that a report describes.
public enum IncidentPhase {
  /// It was reported; only the first report says so.
  @JsonProperty("opened")
  OPENED,
  /// It lasts, with what is known by now; said of one that was over it opens it again.
  @JsonProperty("updated")
  UPDATED,
  /// It lasts, and hurts less.
  @JsonProperty("mitigated")
  MITIGATED,
  /// It is over.
  @JsonProperty("resolved")
  RESOLVED,
  /// It is over, and what was learnt from it is told.
  @JsonProperty("post-mortem")
  POST_MORTEM;

  /// Whether an incident in this phase is over.
  public boolean isOver() {
    return this == RESOLVED || this == POST_MORTEM;
  }

  /// The phases that a further report may tell of an incident in this one: whatever lasts may be
  /// updated, mitigated or resolved; what is over gets its post-mortem, or is opened again by being
  /// updated, and is never mitigated.
  public Set<IncidentPhase> next() {
    return switch (this) {
      case OPENED, UPDATED, MITIGATED -> EnumSet.of(UPDATED, MITIGATED, RESOLVED);
      case RESOLVED -> EnumSet.of(UPDATED, RESOLVED, POST_MORTEM);
      case POST_MORTEM -> EnumSet.of(UPDATED, POST_MORTEM);
    };
  }

  /// Their names, for messages.
  String nextNames() {
    return Arrays.stream(values())
        .filter(next()::contains)
        .map(Enum::name)
        .collect(Collectors.joining(", "));
  }
}
