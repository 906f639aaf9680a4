package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name under which a source repository is registered: lower-case letters, digits and inner
/// hyphens, at most 63.
public record RepositoryName(@JsonValue String value) implements Comparable<RepositoryName> {
  @JsonCreator
  public RepositoryName {
    Ids.requireMatch("RepositoryName", value, Ids.NAME);
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
