package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.schemas.id.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A digest with the digests that it is made of, so that two that differ tell where.
///
/// @param sha256 over all sections
/// @param sections sorted; what is empty is left out
public record DigestTree(Sha256 sha256, List<DigestSection> sections) {
  private static final String FORM = "afdp-graph-digest/1";

  public DigestTree {
    sections = List.copyOf(sections);
  }

  static DigestTree of(Collection<DigestSection> sections) {
    List<DigestSection> sorted = sections.stream().sorted().toList();
    DigestEncoding encoding = new DigestEncoding().text(FORM).count(sorted.size());
    for (DigestSection section : sorted) {
      encoding.text(section.label()).optionalText(section.relationship());
      encoding.count(section.ranges().size());
      for (DigestRange range : section.ranges()) {
        encoding.count(range.count()).digest(range.sha256().bytes());
      }
    }
    return new DigestTree(Sha256.ofDigest(encoding.sha256()), sorted);
  }

  /// How many nodes it covers.
  public long nodes() {
    return sections.stream()
        .filter(section -> section.relationship() == null)
        .mapToLong(DigestSection::count)
        .sum();
  }

  /// How many relationships it covers.
  public long relationships() {
    return sections.stream()
        .filter(section -> section.relationship() != null)
        .mapToLong(DigestSection::count)
        .sum();
  }

  /// Where another graph says otherwise, by label, relationship and id.
  public List<DigestDifference> differences(DigestTree after) {
    SortedSet<DigestSection> all = new TreeSet<>(sections);
    all.addAll(after.sections);
    List<DigestDifference> differences = new ArrayList<>();
    for (DigestSection section : all) {
      compare(section, ranges(section), after.ranges(section), differences);
    }
    return differences;
  }

  private List<DigestRange> ranges(DigestSection like) {
    return sections.stream()
        .filter(section -> section.compareTo(like) == 0)
        .findFirst()
        .map(DigestSection::ranges)
        .orElse(List.of());
  }

  /// Compares what lies between ends of ranges that both have.
  private static void compare(
      DigestSection section,
      List<DigestRange> before,
      List<DigestRange> after,
      List<DigestDifference> differences) {
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      int fromI = i;
      int fromJ = j;
      boolean sameEnd = false;
      while (!sameEnd && (i < before.size() || j < after.size())) {
        int order = order(before, i, after, j);
        sameEnd = order == 0;
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
      }
      List<DigestRange> here = before.subList(fromI, i);
      List<DigestRange> there = after.subList(fromJ, j);
      if (!here.equals(there)) {
        differences.add(difference(section.label(), section.relationship(), here, there));
      }
    }
  }

  private static int order(List<DigestRange> before, int i, List<DigestRange> after, int j) {
    if (i == before.size()) {
      return 1;
    }
    return j == after.size()
        ? -1
        : DigestRange.ORDER.compare(before.get(i).to(), after.get(j).to());
  }

  private static DigestDifference difference(
      String label,
      @Nullable String relationship,
      List<DigestRange> before,
      List<DigestRange> after) {
    List<DigestRange> both = new ArrayList<>(before);
    both.addAll(after);
    return new DigestDifference(
        label,
        relationship,
        both.stream().map(DigestRange::from).min(DigestRange.ORDER).orElse(""),
        both.stream().map(DigestRange::to).max(DigestRange.ORDER).orElse(""),
        before.stream().mapToLong(DigestRange::count).sum(),
        after.stream().mapToLong(DigestRange::count).sum());
  }
}
