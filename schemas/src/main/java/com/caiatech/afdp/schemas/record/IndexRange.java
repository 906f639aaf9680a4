package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;
import java.util.Map;
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

  /// Whether one of the ranges reaches all further entries of a volume.
  public static boolean isOpen(List<IndexRange> ranges) {
    return ranges.stream().anyMatch(range -> range.until == null);
  }

  /// What is before those entries of the ranges; volumes that are not named stay as they are.
  static List<IndexRange> before(List<IndexRange> ranges, Map<VolumeName, Long> ends) {
    return ranges.stream().flatMap(range -> range.before(ends.get(range.volume))).toList();
  }

  /// Those entries and what follows them, where the ranges reach all further entries.
  static List<IndexRange> from(List<IndexRange> ranges, Map<VolumeName, Long> starts) {
    return ranges.stream().flatMap(range -> range.from(starts.get(range.volume))).toList();
  }

  private Stream<IndexRange> from(@Nullable Long start) {
    return until != null || start == null
        ? Stream.empty()
        : Stream.of(new IndexRange(volume, Math.max(from, start), null));
  }

  private Stream<IndexRange> before(@Nullable Long end) {
    if (end == null || (until != null && until <= end)) {
      return Stream.of(this);
    }
    return end > from ? Stream.of(new IndexRange(volume, from, end)) : Stream.empty();
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
