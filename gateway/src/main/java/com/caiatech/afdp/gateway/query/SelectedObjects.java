package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is selected of the objects that a field gives.
///
/// @param fields those to read, each once, whatever types it was selected on
/// @param shown what the answer holds of an object, by its type, in the answer's order
record SelectedObjects(List<SelectedField> fields, Map<String, List<Shown>> shown) {
  static final SelectedObjects NONE = new SelectedObjects(List.of(), Map.of());

  SelectedObjects {
    fields = List.copyOf(fields);
    shown = Map.copyOf(shown);
  }

  /// One field of an object in an answer.
  ///
  /// @param field null for `__typename`
  /// @param position of its value in the object's row
  record Shown(String key, @Nullable SelectedField field, int position) {}

  boolean asksVariables() {
    return fields.stream().anyMatch(field -> !field.isConstant());
  }

  List<Selection> bound(CoercedVariables variables, GraphQLContext context) {
    List<Selection> bound = new ArrayList<>(fields.size());
    for (SelectedField field : fields) {
      bound.add(field.bound(variables, context));
    }
    return bound;
  }
}
