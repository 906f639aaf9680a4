package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of a team that owns services: lower-case letters, digits and inner hyphens, at most 63.
public record TeamName(@JsonValue String value) implements Comparable<TeamName> {
  @JsonCreator
  public TeamName {
    Ids.requireMatch("TeamName", value, Ids.NAME);
  }

  @Override
  public int compareTo(TeamName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
