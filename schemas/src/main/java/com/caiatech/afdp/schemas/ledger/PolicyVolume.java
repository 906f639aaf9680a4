package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trust policies that a volume of the series `trust-policy` holds, read as far as it has
/// grown. Safe for use by several threads.
///
/// A policy, a volume that is opened, or a mark that is lowered, is valid by the signatures of
/// roots inside it, whoever signed the commit that brought it.
public final class PolicyVolume {
  private final VolumeReader volume;
  private PolicyHistory history;
  private VolumePosition position;

  /// @param pinned the digest of the first policy ({@link
  ///   com.caiatech.afdp.schemas.trust.TrustPolicy#digest})
  public PolicyVolume(VolumeReader volume, Sha256 pinned) {
    this.volume = volume;
    this.history = PolicyHistory.pinned(pinned);
    this.position = VolumePosition.start(volume.volume());
  }

  /// The policies up to the volume's head as it is now, or up to its last good commit.
  public synchronized PolicyHistory history() {
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
    List<LedgerRecord> records = new ArrayList<>();
    for (AddedFile file : commit.files()) {
      if (file.bytes().map(RecordCodec::decode).orElse(null)
          instanceof DecodedRecord.Valid(LedgerRecord record)) {
        records.add(record);
      }
    }
    return history.with(records, recordedAt);
  }
}
