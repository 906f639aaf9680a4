package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The id (UUIDv8) of a record, made from (series, environment, service, subject id, kind, logical
/// step), so that an activity that runs twice means the same record, and no record has the id of
/// one in another scope.
public record RecordId(UUID uuid) implements Comparable<RecordId> {
  public RecordId {
    Ids.requireVersion("RecordId", uuid, 8);
  }

  /// Reads the canonical lower-case text form.
  ///
  /// @throws IllegalArgumentException when the text is no UUID of version 8
  @JsonCreator
  public static RecordId parse(String text) {
    return new RecordId(Ids.parse("RecordId", text));
  }

  /// The id of the record that the logical step of this kind leaves about the subject in the
  /// series.
  ///
  /// @param environment the environment's name or `_`
  /// @param service the service's name or `_`
  public static RecordId of(
      String series,
      String environment,
      String service,
      SubjectId subject,
      String kind,
      String logicalStep) {
    String name =
        String.join("\n", series, environment, service, subject.value(), kind, logicalStep);
    return new RecordId(
        Ids.uuid8(Sha256.newDigest().digest(name.getBytes(StandardCharsets.UTF_8))));
  }

  @JsonValue
  public String value() {
    return uuid.toString();
  }

  @Override
  public int compareTo(RecordId other) {
    return Ids.compare(uuid, other.uuid);
  }

  @Override
  public String toString() {
    return value();
  }
}
