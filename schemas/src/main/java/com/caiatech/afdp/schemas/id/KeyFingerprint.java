package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The fingerprint of an OpenPGP key (RFC 9580 section 5.5.4): 40 (v4) or 64 (v6) lower-case
/// hexadecimal digits.
public record KeyFingerprint(@JsonValue String value) implements Comparable<KeyFingerprint> {
  private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  @JsonCreator
  public KeyFingerprint {
    Ids.requireMatch("KeyFingerprint", value, PATTERN);
  }

  @Override
  public int compareTo(KeyFingerprint other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
