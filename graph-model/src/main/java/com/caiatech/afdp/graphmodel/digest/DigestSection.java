package com.caiatech.afdp.graphmodel.digest;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a digest that covers the nodes of one label, or the relationships of one type that
/// leave them.
///
/// @param label a label; several, sorted and joined by `:`, and none are no projection's work
/// @param relationship a type; null for the nodes themselves
/// @param ranges in the order of their ids
public record DigestSection(String label, @Nullable String relationship, List<DigestRange> ranges)
    implements Comparable<DigestSection> {
  private static final Comparator<DigestSection> ORDER =
      Comparator.comparing(DigestSection::label)
          .thenComparing(
              DigestSection::relationship, Comparator.nullsFirst(Comparator.naturalOrder()));

  public DigestSection {
    ranges = List.copyOf(ranges);
  }

  /// How many nodes or relationships it covers.
  public long count() {
    return ranges.stream().mapToLong(DigestRange::count).sum();
  }

  @Override
  public int compareTo(DigestSection other) {
    return ORDER.compare(this, other);
  }
}
