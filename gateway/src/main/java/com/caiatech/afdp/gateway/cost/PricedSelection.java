package com.caiatech.afdp.gateway.cost;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a selection set has that costs something. A fragment is one, shared by all that spread it.
///
/// @param parts the fields that cost something, or something below which does
/// @param nesting of all of them, as deep as they lie below it
record PricedSelection(List<Part> parts, Nesting nesting) {
  PricedSelection {
    parts = List.copyOf(parts);
  }

  static PricedSelection of(List<Part> parts) {
    return new PricedSelection(parts, Nesting.of(parts));
  }

  boolean isFree() {
    return parts.isEmpty();
  }

  sealed interface Part {
    List<Condition> conditions();
  }

  /// A field.
  ///
  /// @param key the name under which the answer holds its value
  /// @param length how many objects it asks for, where it can be asked
  record Priced(
      String key,
      FieldPrice price,
      @Nullable Length length,
      PricedSelection below,
      List<Condition> conditions)
      implements Part {
    Priced {
      conditions = List.copyOf(conditions);
    }
  }

  /// A fragment where it is spread, or one that stands in place.
  record Spread(PricedSelection of, List<Condition> conditions) implements Part {
    Spread {
      conditions = List.copyOf(conditions);
    }
  }

  /// The arguments `first`, `last` and `ids`, of those that are given.
  record Length(List<Given> given) {
    Length {
      given = List.copyOf(given);
    }
  }

  /// An argument: a number, or the variable that gives it or as many values.
  record Given(@Nullable Long number, @Nullable String variable) {}

  /// A directive that leaves out what it stands at: a value, or the variable that gives it.
  ///
  /// @param wanted what the value has to be so that it is kept
  record Condition(boolean wanted, @Nullable Boolean value, @Nullable String variable) {}
}
