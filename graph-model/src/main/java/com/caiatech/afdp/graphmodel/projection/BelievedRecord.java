package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A record and when in recorded time it counts, in order; at least once.
record BelievedRecord(SubjectRecord record, List<Interval> believed) {
  BelievedRecord {
    believed = List.copyOf(believed);
  }

  /// Whether it counts from the moment in which it was recorded on.
  boolean isPlain() {
    return believed.equals(List.of(Interval.from(record.recordedAt())));
  }

  /// Whether it counts at the moment.
  boolean countsAt(Instant moment) {
    return believed.stream().anyMatch(interval -> interval.contains(moment));
  }

  /// The records, each with the intervals in which it counts and no earlier attempt at it does.
  static List<BelievedRecord> standing(Collection<BelievedRecord> records) {
    List<BelievedRecord> standing = new ArrayList<>();
    Map<RecordId, List<BelievedRecord>> earlier = new HashMap<>();
    records.stream()
        .sorted((one, other) -> SubjectRecord.PLACE.compare(one.record(), other.record()))
        .forEach(
            candidate -> {
              List<BelievedRecord> before =
                  earlier.computeIfAbsent(
                      candidate.record().recordId(), ignored -> new ArrayList<>());
              List<Interval> left = candidate.believed();
              for (BelievedRecord other : before) {
                for (Interval taken : other.believed()) {
                  left = Interval.without(left, taken);
                }
              }
              before.add(candidate);
              if (!left.isEmpty()) {
                standing.add(new BelievedRecord(candidate.record(), left));
              }
            });
    return standing;
  }
}
