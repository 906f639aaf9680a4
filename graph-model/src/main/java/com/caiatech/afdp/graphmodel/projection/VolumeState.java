package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far a volume is projected: its watermark.
///
/// @param size entries projected
/// @param head the last commit projected
/// @param root the RFC 6962 root over the projected entries
/// @param frontier the roots of the complete subtrees to the left, largest first, from which the
///   next root is computed
/// @param recordedAt when the last entry was recorded, by the newest policy
/// @param recorded the same by each policy's place in the history; none where nothing counts by it
/// @param policy digest of the policy history by which its entries are judged
public record VolumeState(
    VolumeName volume,
    Series series,
    long size,
    @Nullable CommitId head,
    @Nullable Sha256 root,
    List<Sha256> frontier,
    @Nullable Instant recordedAt,
    SortedMap<Long, Instant> recorded,
    @Nullable Sha256 policy) {
  public VolumeState {
    frontier = List.copyOf(frontier);
    recorded = Collections.unmodifiableSortedMap(new TreeMap<>(recorded));
  }

  /// A volume of which nothing is projected.
  public static VolumeState start(VolumeName volume, Series series) {
    return new VolumeState(volume, series, 0, null, null, List.of(), null, new TreeMap<>(), null);
  }
}
