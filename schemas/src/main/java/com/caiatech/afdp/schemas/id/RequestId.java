package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;

/// The id (UUIDv7) that a client gives a mutation: its idempotency key and the id of what it
/// creates.
public record RequestId(UUID uuid) implements Comparable<RequestId> {
  public RequestId {
    Ids.requireVersion("RequestId", uuid, 7);
  }

  /// Reads the canonical lower-case text form.
  ///
  /// @throws IllegalArgumentException when the text is no UUID of version 7
  @JsonCreator
  public static RequestId parse(String text) {
    return new RequestId(Ids.parse("RequestId", text));
  }

  /// A new id of the given moment.
  public static RequestId create(Instant moment) {
    return new RequestId(Ids.newUuid7(moment));
  }

  /// The moment inside the id, at millisecond resolution.
  public Instant moment() {
    return Ids.momentOf(uuid);
  }

  @JsonValue
  public String value() {
    return uuid.toString();
  }

  @Override
  public int compareTo(RequestId other) {
    return value().compareTo(other.value());
  }

  @Override
  public String toString() {
    return value();
  }
}
