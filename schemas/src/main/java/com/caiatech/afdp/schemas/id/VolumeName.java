package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of a ledger volume, that is, of one Git repository of a series; the first volume bears
/// the series' name.
public record VolumeName(@JsonValue String value) implements Comparable<VolumeName> {
  @JsonCreator
  public VolumeName {
    Ids.requireMatch("VolumeName", value, Ids.NAME);
  }

  @Override
  public int compareTo(VolumeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
