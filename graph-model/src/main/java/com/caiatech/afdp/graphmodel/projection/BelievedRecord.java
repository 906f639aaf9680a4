package com.caiatech.afdp.graphmodel.projection;

import java.util.List;

/// A record and when in recorded time it counts, in order; at least once.
record BelievedRecord(SubjectRecord record, List<Interval> believed) {
  BelievedRecord {
    believed = List.copyOf(believed);
  }

  /// Whether it counts from the moment in which it was recorded on.
  boolean isPlain() {
    return believed.equals(List.of(Interval.from(record.recordedAt())));
  }
}
