package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The opaque id under which a person stands in records and commits: `p_` and 32 hexadecimal digits
/// of an HMAC.
public record PersonId(@JsonValue String value) implements Comparable<PersonId> {
  private static final Pattern PATTERN = Pattern.compile("p_[0-9a-f]{32}");

  @JsonCreator
  public PersonId {
    Ids.requireMatch("PersonId", value, PATTERN);
  }

  @Override
  public int compareTo(PersonId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
