package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.graphmodel.query.Selection;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingFieldSelectionSet;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.SelectedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what a query selects below a top-level field: fragments are merged, directives obeyed and
/// arguments coerced by then.
final class SelectionReader {
  private static final String INTROSPECTION = "__";

  private SelectionReader() {}

  static Selection read(DataFetchingEnvironment environment) {
    return new Selection(
        environment.getMergedField().getResultKey(),
        environment.getMergedField().getName(),
        environment.getArguments(),
        Set.of(),
        below(environment.getSelectionSet(), environment.getFieldType()));
  }

  private static List<Selection> below(
      DataFetchingFieldSelectionSet selectionSet, GraphQLOutputType parent) {
    boolean concrete = GraphQLTypeUtil.unwrapAll(parent) instanceof GraphQLObjectType;
    List<SelectedField> fields = selectionSet.getImmediateFields();
    List<Selection> selections = new ArrayList<>(fields.size());
    for (SelectedField field : fields) {
      if (!field.getName().startsWith(INTROSPECTION)) {
        selections.add(
            new Selection(
                field.getResultKey(),
                field.getName(),
                field.getArguments(),
                concrete ? Set.of() : Set.copyOf(field.getObjectTypeNames()),
                below(field.getSelectionSet(), field.getType())));
      }
    }
    return selections;
  }
}
