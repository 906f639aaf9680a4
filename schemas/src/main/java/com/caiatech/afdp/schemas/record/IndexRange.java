package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;
import java.util.stream.Stream;
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

  /// The ranges with one entry left out of them.
  public static List<IndexRange> without(List<IndexRange> ranges, VolumeName volume, long index) {
    return ranges.stream().flatMap(range -> range.without(volume, index)).toList();
  }

  /// The ranges with all of a further volume, where they reach the end of the volume before it.
  static List<IndexRange> opening(List<IndexRange> ranges, VolumeName volume) {
    boolean reached =
        ranges.stream()
            .anyMatch(range -> range.volume.equals(volume.previous()) && range.until == null);
    return reached ? Stream.concat(ranges.stream(), Stream.of(all(volume))).toList() : ranges;
  }

  private Stream<IndexRange> without(VolumeName other, long index) {
    if (!covers(other, index)) {
      return Stream.of(this);
    }
    Stream<IndexRange> before =
        index > from ? Stream.of(new IndexRange(volume, from, index)) : Stream.empty();
    Stream<IndexRange> after =
        until == null || index + 1 < until
            ? Stream.of(new IndexRange(volume, index + 1, until))
            : Stream.empty();
    return Stream.concat(before, after);
  }

  private boolean covers(VolumeName other, long index) {
    return volume.equals(other) && index >= from && (until == null || index < until);
  }
}
