package com.caiatech.afdp.schemas.record;

import java.util.Arrays;
import java.util.List;

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

  /// The newest versions of the kinds that workers write of themselves: all but those that count by
  /// the signatures of roots.
  public static List<SchemaVersion> writtenByWorkers() {
    return Arrays.stream(RecordKind.values())
        .filter(kind -> kind.series() != Series.TRUST_POLICY)
        .map(RecordFormats.TODAY::newest)
        .toList();
  }

  /// How a grant names it, with all versions before it.
  public String granted() {
    return version == 1 ? kind.value() : text();
  }

  /// Whether one of the grants names it.
  public boolean isNamedBy(List<Grant> grants) {
    return grants.stream().anyMatch(grant -> grant.names(kind.value(), version));
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
