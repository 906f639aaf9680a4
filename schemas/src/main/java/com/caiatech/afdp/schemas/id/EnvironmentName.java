package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of an environment such as `staging`: lower-case letters, digits and inner hyphens, at
/// most 63 characters.
public record EnvironmentName(@JsonValue String value) implements Comparable<EnvironmentName> {
  @JsonCreator
  public EnvironmentName {
    Ids.requireMatch("EnvironmentName", value, Ids.NAME);
  }

  @Override
  public int compareTo(EnvironmentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
