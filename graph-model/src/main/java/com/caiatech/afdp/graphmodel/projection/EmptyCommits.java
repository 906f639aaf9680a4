package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import java.time.Instant;
import java.util.Map;

/// Commits in a row that add no entry, or some of them: those before one index are one violation,
/// in whatever pieces they come.
///
/// @param index of the entry that they stand before
/// @param first of those given here
/// @param count how many are given here
/// @param recordedAt when what stands before them was recorded
public record EmptyCommits(
    VolumeName volume, long index, CommitId first, long count, Instant recordedAt) {
  /// One commit more.
  public EmptyCommits another() {
    return new EmptyCommits(volume, index, first, count + 1, recordedAt);
  }

  /// What the violation has, but for the count.
  Map<String, Object> properties() {
    String kind = ViolationKind.EMPTY_COMMIT.code();
    return new PropertyMap()
        .with(Properties.ID, Urns.violation(volume, "before." + index, kind))
        .with(Properties.KIND, kind)
        .with(Properties.REASON, "expected commits that add records, found commits that add none")
        .with(Properties.VOLUME, volume.value())
        .with(Properties.INDEX, index)
        .with(Properties.LEDGER_COMMIT, first.value())
        .with(Properties.RECORDED_AT, recordedAt)
        .toMap();
  }
}
