package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.projection.EmptyCommits;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts commits that add nothing and follow each other together.
final class EmptyRuns {
  private EmptyRuns() {}

  /// @param runs of the volume, in order; the last one grows, or another one is added
  /// @param recordedAt when what stands before was recorded; absent where nothing before counts
  static void add(
      List<EmptyCommits> runs,
      VolumeName volume,
      CommitReading.Empty nothing,
      @Nullable Instant recordedAt) {
    if (!runs.isEmpty() && runs.getLast().index() == nothing.index()) {
      runs.set(runs.size() - 1, runs.getLast().another());
    } else {
      Instant since = Optional.ofNullable(recordedAt).orElse(Instant.EPOCH);
      runs.add(new EmptyCommits(volume, nothing.index(), nothing.commit(), 1, since));
    }
  }
}
