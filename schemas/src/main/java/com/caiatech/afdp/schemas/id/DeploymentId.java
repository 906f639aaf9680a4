package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;

/// The id (UUIDv7) of a deployment; the same as its Temporal workflow id.
public record DeploymentId(UUID uuid) implements Comparable<DeploymentId> {
  public DeploymentId {
    Ids.requireVersion("DeploymentId", uuid, 7);
  }

  /// Reads the canonical lower-case text form.
  ///
  /// @throws IllegalArgumentException when the text is no UUID of version 7
  @JsonCreator
  public static DeploymentId parse(String text) {
    return new DeploymentId(Ids.parse("DeploymentId", text));
  }

  /// A new id of the given moment.
  public static DeploymentId create(Instant moment) {
    return new DeploymentId(Ids.newUuid7(moment));
  }

  /// The moment inside the id, at millisecond resolution.
  public Instant moment() {
    return Ids.momentOf(uuid);
  }

  /// This deployment as the subject of its records.
  public SubjectId subject() {
    return new SubjectId(uuid);
  }

  @JsonValue
  public String value() {
    return uuid.toString();
  }

  @Override
  public int compareTo(DeploymentId other) {
    return value().compareTo(other.value());
  }

  @Override
  public String toString() {
    return value();
  }
}
