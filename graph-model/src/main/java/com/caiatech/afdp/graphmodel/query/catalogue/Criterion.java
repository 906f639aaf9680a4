package com.caiatech.afdp.graphmodel.query.catalogue;

import java.util.Map;
import java.util.Set;

/// What one field of a filter demands of an object.
public sealed interface Criterion {
  /// That a value of the object compares as the operators say.
  ///
  /// @param property of the node, where the value is nothing but that: a list may keep the order of
  ///   its index then; empty otherwise
  record Compared(Expression value, Comparison comparison, String property) implements Criterion {}

  /// That something holds of the object, or does not.
  record Flag(Expression condition) implements Criterion {}

  /// That there is another object, and that what a filter of its type demands holds of it.
  ///
  /// @param stored values of the other object that the one at hand bears as well, by the field of
  ///   the filter: where no more is demanded, the other one need not be read
  /// @param one whether there is at most one, so that reading may as well begin there
  record Related(String type, Source source, Map<String, String> stored, boolean one)
      implements Criterion {
    public Related {
      stored = Map.copyOf(stored);
    }
  }

  /// That what a filter of their type demands holds of some, of every or of none of other objects.
  record Listed(String type, Source source) implements Criterion {
    public static final String SOME = "some";
    public static final String EVERY = "every";
    static final Set<String> HELD = Set.of(SOME, EVERY, "none");

    /// The name of the input object of the schema that holds them.
    String input() {
      return type + "List" + Filter.SUFFIX;
    }
  }

  /// That what a filter of another type demands holds of the object's own node.
  record Seen(String type) implements Criterion {}
}
