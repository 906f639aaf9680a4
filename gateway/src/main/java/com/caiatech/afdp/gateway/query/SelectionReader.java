package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import graphql.execution.CoercedVariables;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperation;
import graphql.normalized.ExecutableNormalizedOperationFactory;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads what a query selects below a top-level field: fragments are merged, directives obeyed and
/// arguments coerced by then. It walks graphql-java's normalized operation: the selection set that
/// an environment offers is made from the same and costs twice as much.
final class SelectionReader {
  private static final String INTROSPECTION = "__";

  private SelectionReader() {}

  static Selection read(DataFetchingEnvironment environment) {
    String key = environment.getMergedField().getResultKey();
    ExecutableNormalizedField field = topLevel(environment).get(key);
    if (field == null) {
      throw new IllegalStateException("the operation has no top-level field " + key);
    }
    return new Selection(
        key,
        environment.getMergedField().getName(),
        environment.getArguments(),
        Set.of(),
        below(field, environment.getFieldType(), environment.getGraphQLSchema()));
  }

  /// Normalized once for all top-level fields.
  private static Map<String, ExecutableNormalizedField> topLevel(
      DataFetchingEnvironment environment) {
    TopLevel known =
        environment
            .getGraphQlContext()
            .computeIfAbsent(TopLevel.class, _ -> new TopLevel(normalized(environment)));
    return Objects.requireNonNull(known).fields;
  }

  private record TopLevel(Map<String, ExecutableNormalizedField> fields) {}

  private static Map<String, ExecutableNormalizedField> normalized(
      DataFetchingEnvironment environment) {
    ExecutableNormalizedOperation operation =
        ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
            environment.getGraphQLSchema(),
            environment.getOperationDefinition(),
            environment.getFragmentsByName(),
            CoercedVariables.of(environment.getVariables()));
    return operation.getTopLevelFields().stream()
        .collect(Collectors.toMap(ExecutableNormalizedField::getResultKey, field -> field));
  }

  private static List<Selection> below(
      ExecutableNormalizedField parent, GraphQLOutputType type, GraphQLSchema schema) {
    boolean concrete = GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLObjectType;
    List<Selection> selections = new ArrayList<>(parent.getChildren().size());
    for (ExecutableNormalizedField field : parent.getChildren()) {
      if (!field.getFieldName().startsWith(INTROSPECTION)) {
        selections.add(
            new Selection(
                field.getResultKey(),
                field.getFieldName(),
                field.getResolvedArguments(),
                concrete ? Set.of() : Set.copyOf(field.getObjectTypeNames()),
                field.hasChildren() ? below(field, field.getType(schema), schema) : List.of()));
      }
    }
    return selections;
  }
}
