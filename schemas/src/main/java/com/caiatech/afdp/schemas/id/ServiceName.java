package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of a deployed service: lower-case letters, digits and inner hyphens, at most 63
/// characters.
public record ServiceName(@JsonValue String value) implements Comparable<ServiceName> {
  @JsonCreator
  public ServiceName {
    Ids.requireMatch("ServiceName", value, Ids.NAME);
  }

  @Override
  public int compareTo(ServiceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
