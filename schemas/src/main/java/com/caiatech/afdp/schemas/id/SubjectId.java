package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;

/// The id (UUIDv7) of the thing a record is about: a deployment, an incident, a policy. The year of
/// the moment inside has four digits, as in the paths of a ledger.
public record SubjectId(UUID uuid) implements Comparable<SubjectId> {
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  public SubjectId {
    Ids.requireVersion("SubjectId", uuid, 7);
    if (!Ids.momentOf(uuid).isBefore(YEAR_10000)) {
      throw new IllegalArgumentException(
          "SubjectId: expected a moment before the year 10000, found " + uuid);
    }
  }

  /// Reads the canonical lower-case text form.
  ///
  /// @throws IllegalArgumentException when the text is no UUID of version 7
  @JsonCreator
  public static SubjectId parse(String text) {
    return new SubjectId(Ids.parse("SubjectId", text));
  }

  /// A new id of the given moment.
  public static SubjectId create(Instant moment) {
    return new SubjectId(Ids.newUuid7(moment));
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
  public int compareTo(SubjectId other) {
    return Ids.compare(uuid, other.uuid);
  }

  @Override
  public String toString() {
    return value();
  }
}
