package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The entries of a volume whose index is at least `from` and less than `until`.
///
/// @param until the first distrusted index; absent while the grant lasts
public record IndexRange(VolumeName volume, long from, @Nullable Long until) {
  /// All of the volume.
  public static IndexRange all(VolumeName volume) {
    return new IndexRange(volume, 0, null);
  }

  /// Whether one of the ranges reaches the entry.
  public static boolean covers(List<IndexRange> ranges, VolumeName volume, long index) {
    return ranges.stream().anyMatch(range -> range.covers(volume, index));
  }

  private boolean covers(VolumeName other, long index) {
    return volume.equals(other) && index >= from && (until == null || index < until);
  }
}
