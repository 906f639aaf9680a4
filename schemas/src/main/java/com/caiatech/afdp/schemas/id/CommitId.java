package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The object id of a Git commit: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
public record CommitId(@JsonValue String value) implements Comparable<CommitId> {
  private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  @JsonCreator
  public CommitId {
    if (!Ids.isHex(value, 40)) {
      Ids.requireMatch("CommitId", value, PATTERN);
    }
  }

  @Override
  public int compareTo(CommitId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
