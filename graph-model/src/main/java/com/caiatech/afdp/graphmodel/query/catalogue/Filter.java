package com.caiatech.afdp.graphmodel.query.catalogue;

import java.util.Map;

/// What a filter may demand of the objects of a type, each by its name. All that it demands has to
/// hold; {@link #AND}, {@link #OR} and {@link #NOT} join filters of the same type.
public record Filter(Map<String, Criterion> criteria) {
  public static final String AND = "and";
  public static final String OR = "or";
  public static final String NOT = "not";

  /// What the name of the schema's input object has after that of the type.
  static final String SUFFIX = "Filter";

  public Filter {
    criteria = Map.copyOf(criteria);
  }
}
