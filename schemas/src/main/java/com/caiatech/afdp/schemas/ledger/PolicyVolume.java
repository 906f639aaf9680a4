package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trust policies that one volume of the series `trust-policy` adds to a history, read as far
/// as it has grown. Not thread-safe.
///
/// A policy, a volume that is opened, or a mark that is lowered, is valid by the signatures of
/// roots inside it, whoever signed the commit that brought it.
final class PolicyVolume {
  private final VolumeReader volume;
  private final PolicyHistory before;
  private final VolumePosition start;
  private PolicyHistory history;
  private VolumePosition position;

  /// @param before what stands before the position
  PolicyVolume(VolumeReader volume, PolicyHistory before, VolumePosition start) {
    this.volume = volume;
    this.before = before;
    this.start = start;
    this.history = before;
    this.position = start;
  }

  VolumeReader reader() {
    return volume;
  }

  /// The same volume as far as a commit.
  PolicyVolume until(CommitId commit) {
    return new PolicyVolume(volume.at(commit), before, start);
  }

  /// The policies up to the volume's head as it is now, or up to its last good commit.
  PolicyHistory history() {
    if (volume.head().map(head -> head.equals(position.head())).orElse(true)) {
      return history;
    }
    try (CommitReadings readings = volume.since(position)) {
      while (readings.hasNext()) {
        switch (readings.next()) {
          case CommitReading.Good(LedgerCommit commit) -> take(commit);
          case CommitReading.Empty nothing -> position = position.after(nothing);
          case CommitReading.Structural stopped -> {
            // what stands before it stays in force
          }
        }
      }
    }
    return history;
  }

  private void take(LedgerCommit commit) {
    Instant previous = position.recordedAt();
    PolicyHistory candidate = with(commit, previous);
    Instant recordedAt =
        candidate
            .current()
            .map(policy -> VolumeVerifier.judge(commit, previous, policy).recordedAt())
            .orElse(previous);
    history = with(commit, recordedAt);
    position = new VolumePosition(commit.volume(), commit.endIndex(), commit.id(), recordedAt);
  }

  private PolicyHistory with(LedgerCommit commit, @Nullable Instant recordedAt) {
    return history.with(records(commit), recordedAt);
  }

  /// The records among what a commit adds.
  static List<LedgerRecord> records(LedgerCommit commit) {
    List<LedgerRecord> records = new ArrayList<>();
    for (AddedFile file : commit.files()) {
      if (file.bytes().map(RecordCodec::decode).orElse(null)
          instanceof DecodedRecord.Valid(LedgerRecord record)) {
        records.add(record);
      }
    }
    return records;
  }
}
