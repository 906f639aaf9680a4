package com.caiatech.afdp.graphmodel.schema;

import java.util.List;
import java.util.Map;

/// The parameter of statements over many rows: a map of one list.
///
/// The database plans a statement anew for each magnitude of a list that it is given, for one row,
/// up to ten, up to a hundred. It looks at no list that stands in a map.
public final class Batch {
  /// What statements call it.
  public static final String NAME = "batch";

  private Batch() {}

  /// The parameters of a statement that has no others.
  ///
  /// @param name of the list, as the statement calls it behind `$batch.`
  public static Map<String, Object> of(String name, List<?> rows) {
    return Map.of(NAME, list(name, rows));
  }

  /// The parameter itself.
  public static Map<String, Object> list(String name, List<?> rows) {
    return Map.of(name, rows);
  }
}
