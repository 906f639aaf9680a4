package com.caiatech.afdp.graphmodel.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the values of an object lie in its row.
record Layout(String type, Map<String, Integer> positions, boolean aliased) {
  Layout {
    positions = Map.copyOf(positions);
  }

  static Layout of(String type, List<Selection> fields) {
    Map<String, Integer> positions = new HashMap<>();
    boolean aliased = false;
    for (int i = 0; i < fields.size(); i++) {
      positions.put(fields.get(i).key(), i);
      aliased |= !fields.get(i).key().equals(fields.get(i).name());
    }
    return new Layout(type, positions, aliased);
  }
}
