package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.neo4j.driver.Record;

/// The trusted records of the subjects that one transaction holds locked.
final class SubjectRecords {
  private record Place(VolumeName volume, long index) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byVolume = volume.compareTo(other.volume);
      return byVolume != 0 ? byVolume : Long.compare(index, other.index);
    }
  }

  private final SortedMap<SubjectId, SortedMap<Place, SubjectRecord>> subjects = new TreeMap<>();

  /// What has to be written when the records of the subjects change from `before` to `after`.
  static FactDifference difference(SubjectRecords before, SubjectRecords after) {
    List<Fact> old = new ArrayList<>();
    List<Fact> wanted = new ArrayList<>();
    before.subjects.forEach(
        (subject, records) -> {
          if (!records.equals(after.subjects.get(subject))) {
            old.addAll(SubjectFacts.of(subject, records.values()));
          }
        });
    after.subjects.forEach(
        (subject, records) -> {
          if (!records.equals(before.subjects.get(subject))) {
            wanted.addAll(SubjectFacts.of(subject, records.values()));
          }
        });
    return FactDifference.between(old, wanted);
  }

  void add(SubjectRecord record) {
    subjects
        .computeIfAbsent(record.record().header().subject(), ignored -> new TreeMap<>())
        .put(new Place(record.volume(), record.index()), record);
  }

  void remove(SubjectId subject, VolumeName volume, long index) {
    Map<Place, SubjectRecord> records = subjects.get(subject);
    if (records != null) {
      records.remove(new Place(volume, index));
    }
  }

  SubjectRecords copy() {
    SubjectRecords copy = new SubjectRecords();
    subjects.forEach((subject, records) -> copy.subjects.put(subject, new TreeMap<>(records)));
    return copy;
  }

  /// A row of `volume`, `index`, `recordedAt` and `body`.
  void add(Record row) {
    DecodedRecord decoded =
        RecordCodec.decode(row.get("body").asString().getBytes(StandardCharsets.UTF_8));
    if (!(decoded instanceof DecodedRecord.Valid valid)) {
      throw GraphWriter.inconsistent(
          row.get("volume"), row.get("index"), "its body is no valid record: " + decoded);
    }
    add(
        new SubjectRecord(
            new VolumeName(row.get("volume").asString()),
            row.get("index").asLong(),
            Instant.ofEpochMilli(row.get("recordedAt").asLong()),
            valid.record()));
  }
}
