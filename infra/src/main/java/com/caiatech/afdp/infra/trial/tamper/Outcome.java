package com.caiatech.afdp.infra.trial.tamper;

import java.util.SortedSet;

/// What came of an attack.
///
/// @param expected the finding; {@link #NOTHING} where a thief with these keys can do so by design
/// @param found every finding
public record Outcome(String thief, String attack, String expected, SortedSet<String> found) {
  /// What is found of an attack that nobody can tell from an honest act.
  public static final String NOTHING = "nothing, by design";

  /// Whether the expected finding is among those that were found.
  public boolean asExpected() {
    return expected.equals(NOTHING) ? found.isEmpty() : found.contains(expected);
  }

  /// The outcome as a row of the table.
  public String row() {
    return "%-4s %-40s %-66s %-32s %s"
        .formatted(
            asExpected() ? "ok" : "FAIL",
            thief,
            attack,
            expected,
            found.isEmpty() ? "nothing" : String.join(", ", found));
  }
}
