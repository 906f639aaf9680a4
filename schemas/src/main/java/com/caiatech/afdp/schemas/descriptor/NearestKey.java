package com.caiatech.afdp.schemas.descriptor;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known key that a misspelt one most likely means.
public final class NearestKey {
  private static final int LONGEST = 64;
  private static final int SHORTEST_BEGINNING = 3;
  private static final int LETTERS_FOR_A_MISTAKE = 3;

  private NearestKey() {}

  /// The known key that differs least, upper case, dashes and underscores aside: by at most one
  /// mistake in three letters, or by an ending that one of the two lacks.
  public static Optional<String> of(String found, Collection<String> known) {
    String plain = plain(found);
    if (plain.isEmpty() || plain.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(key -> isNear(plain, plain(key)))
        .min(Comparator.comparingInt(key -> mistakes(plain, plain(key))));
  }

  private static boolean isNear(String found, String key) {
    int shorter = Math.min(found.length(), key.length());
    return (shorter >= SHORTEST_BEGINNING && (found.startsWith(key) || key.startsWith(found)))
        || mistakes(found, key) <= Math.max(1, shorter / LETTERS_FOR_A_MISTAKE);
  }

  /// How many letters have to be added, left out, replaced or exchanged with their neighbour.
  private static int mistakes(String one, String other) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (areExchanged(one, i, other, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length()];
  }

  private static boolean areExchanged(String one, int i, String other, int j) {
    return i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }
}
