package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a ledger volume, that is, of one Git repository of a series: the first volume bears
/// the series' name, and the n-th is `<series>-<n>`.
///
/// Volumes are ordered by series, and within a series along its chain. Whatever compares places in
/// ledgers compares volumes by this order, never by their text, in which -10 comes before -2.
public record VolumeName(@JsonValue String value) implements Comparable<VolumeName> {
  private static final Pattern LATER = Pattern.compile("(.*[a-z0-9])-([2-9]|[1-9][0-9]{1,8})");
  private static final Comparator<VolumeName> ORDER =
      Comparator.comparing((VolumeName name) -> name.first().value)
          .thenComparingInt(VolumeName::number);

  @JsonCreator
  public VolumeName {
    Ids.requireMatch("VolumeName", value, Ids.NAME);
  }

  /// Its place in the chain of its series, from 1.
  public int number() {
    Matcher later = LATER.matcher(value);
    return endsInDigit() && later.matches() ? Integer.parseInt(later.group(2)) : 1;
  }

  /// The first volume of its chain.
  public VolumeName first() {
    Matcher later = LATER.matcher(value);
    return endsInDigit() && later.matches() ? new VolumeName(later.group(1)) : this;
  }

  /// Spares the many comparisons of first volumes a search.
  private boolean endsInDigit() {
    return Character.isDigit(value.charAt(value.length() - 1));
  }

  /// The volume that follows it.
  public VolumeName next() {
    return new VolumeName(first() + "-" + (number() + 1));
  }

  /// The volume that it follows.
  ///
  /// @throws IllegalStateException when it is the first
  public VolumeName previous() {
    return switch (number()) {
      case 1 -> throw new IllegalStateException("VolumeName: " + this + " follows no volume");
      case 2 -> first();
      default -> new VolumeName(first() + "-" + (number() - 1));
    };
  }

  @Override
  public int compareTo(VolumeName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return value;
  }
}
