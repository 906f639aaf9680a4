package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The id of a webhook, which stands at the end of its URL and names the file with its secrets:
/// lower-case letters, digits and inner hyphens, at most 63.
public record HookId(@JsonValue String value) {
  @JsonCreator
  public HookId {
    Ids.requireMatch("HookId", value, Ids.NAME);
  }

  @Override
  public String toString() {
    return value;
  }
}
