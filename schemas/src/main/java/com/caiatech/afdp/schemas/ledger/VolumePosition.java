package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a volume has been read.
///
/// @param size how many entries stand before
/// @param head the last commit that was read; absent at the start
/// @param recordedAt the recorded-at of what was read last (see {@link JudgedCommit#recordedAt});
///   absent where nothing that counts was read
public record VolumePosition(
    VolumeName volume, long size, @Nullable CommitId head, @Nullable Instant recordedAt) {
  public VolumePosition {
    if (size < 0 || (head == null && size > 0)) {
      throw new IllegalArgumentException(
          "VolumePosition in " + volume + ": " + size + " entries do not fit head " + head);
    }
  }

  /// Before the first commit.
  public static VolumePosition start(VolumeName volume) {
    return new VolumePosition(volume, 0, null, null);
  }

  /// The position after a commit that adds nothing: only the head moves.
  public VolumePosition after(CommitReading.Empty nothing) {
    return new VolumePosition(volume, size, nothing.commit(), recordedAt);
  }

  /// The state as a consistency token.
  public ConsistencyToken token() {
    return new ConsistencyToken(volume, size);
  }
}
