package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.query.reading.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One statement for every query of a shape, with the way from a query to its parameters and from
/// its result to the answer.
///
/// @param text the same for every query of the shape, so that the database plans it once
public record CompiledQuery(String text, List<Slot> slots, Reader reader) {
  public CompiledQuery {
    slots = List.copyOf(slots);
  }

  /// Where the value of a parameter comes from.
  @FunctionalInterface
  public interface Slot {
    /// The value for a query of the shape.
    ///
    /// @param selections the query's fields, each before those below it
    Object value(List<Selection> selections);
  }

  /// The name of the parameter at that position.
  public static String parameter(int position) {
    return "p" + position;
  }

  /// The values of the parameters for a query of this shape.
  public Map<String, Object> parameters(List<Selection> selections) {
    Map<String, Object> parameters = HashMap.newHashMap(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      parameters.put(parameter(i), slots.get(i).value(selections));
    }
    return parameters;
  }
}
