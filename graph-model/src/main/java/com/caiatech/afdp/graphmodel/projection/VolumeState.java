package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a volume is projected: its watermark.
///
/// @param size entries projected
/// @param head the last commit projected
/// @param root the RFC 6962 root over the projected entries
/// @param frontier the roots of the complete subtrees to the left, largest first, from which the
///   next root is computed
/// @param policy digest of the policy history by which its entries are judged
public record VolumeState(
    VolumeName volume,
    Series series,
    long size,
    @Nullable CommitId head,
    @Nullable Sha256 root,
    List<Sha256> frontier,
    @Nullable Instant recordedAt,
    @Nullable Sha256 policy) {
  public VolumeState {
    frontier = List.copyOf(frontier);
  }

  /// A volume of which nothing is projected.
  public static VolumeState start(VolumeName volume, Series series) {
    return new VolumeState(volume, series, 0, null, null, List.of(), null, null);
  }

  /// The same watermark, all entries judged by this policy.
  public VolumeState judgedBy(Sha256 newPolicy, @Nullable Instant newRecordedAt) {
    return new VolumeState(volume, series, size, head, root, frontier, newRecordedAt, newPolicy);
  }
}
