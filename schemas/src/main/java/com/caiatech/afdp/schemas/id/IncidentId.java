package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;

/// The id (UUIDv7) of an incident.
public record IncidentId(UUID uuid) implements Comparable<IncidentId> {
  public IncidentId {
    Ids.requireVersion("IncidentId", uuid, 7);
  }

  /// Reads the canonical lower-case text form.
  ///
  /// @throws IllegalArgumentException when the text is no UUID of version 7
  @JsonCreator
  public static IncidentId parse(String text) {
    return new IncidentId(Ids.parse("IncidentId", text));
  }

  /// A new id of the given moment.
  public static IncidentId create(Instant moment) {
    return new IncidentId(Ids.newUuid7(moment));
  }

  /// This incident as the subject of its records.
  public SubjectId subject() {
    return new SubjectId(uuid);
  }

  @JsonValue
  public String value() {
    return uuid.toString();
  }

  @Override
  public int compareTo(IncidentId other) {
    return value().compareTo(other.value());
  }

  @Override
  public String toString() {
    return value();
  }
}
