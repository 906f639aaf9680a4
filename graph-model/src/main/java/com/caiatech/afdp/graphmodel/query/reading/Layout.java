package com.caiatech.afdp.graphmodel.query.reading;

import java.util.Map;

/// How the values of an object lie in its row.
public record Layout(String type, Map<String, Integer> positions, boolean aliased) {
  public Layout {
    positions = Map.copyOf(positions);
  }
}
