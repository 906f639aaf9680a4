package com.caiatech.afdp.schemas.record;

/// The format of a record as it names it in `schema`: its kind and the version of the kind's JSON
/// Schema, such as `deployment-step/2`.
///
/// @param version counts from 1
public record SchemaVersion(RecordKind kind, int version) implements Comparable<SchemaVersion> {
  public SchemaVersion {
    if (version < 1) {
      throw new IllegalArgumentException(
          "SchemaVersion of " + kind + ": expected a version of at least 1, found " + version);
    }
  }

  /// The text form, `<kind>/<version>`.
  public String text() {
    return kind.value() + "/" + version;
  }

  @Override
  public int compareTo(SchemaVersion other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Integer.compare(version, other.version);
  }

  @Override
  public String toString() {
    return text();
  }
}
