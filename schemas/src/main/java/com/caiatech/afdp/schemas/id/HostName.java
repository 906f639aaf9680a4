package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of a Git host in the platform's configuration, which is no name of the network:
/// lower-case letters, digits and inner hyphens, at most 63.
public record HostName(@JsonValue String value) {
  @JsonCreator
  public HostName {
    Ids.requireMatch("HostName", value, Ids.NAME);
  }

  @Override
  public String toString() {
    return value;
  }
}
