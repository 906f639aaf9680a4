package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.query.SelectedObjects.Shown;
import graphql.GraphQLContext;
import graphql.execution.FieldCollector;
import graphql.execution.FieldCollectorParameters;
import graphql.execution.MergedField;
import graphql.execution.MergedSelectionSet;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.SelectionSet;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what a valid document selects. Fields are collected by graphql-java, for each type that an
/// object can have, as when it executes the document: so the order and the merging are its own.
final class SelectionReader {
  private static final String INTROSPECTION = "__";

  private final GraphQLSchema schema;
  private final Map<String, FragmentDefinition> fragments;
  private final Map<String, Object> variables;
  private final FieldCollector collector = new FieldCollector();

  /// @param variables coerced; only those count that directives ask
  SelectionReader(
      GraphQLSchema schema,
      Map<String, FragmentDefinition> fragments,
      Map<String, Object> variables) {
    this.schema = schema;
    this.fragments = fragments;
    this.variables = variables;
  }

  /// The top-level fields of a query.
  List<MergedField> topLevel(SelectionSet selections) {
    return collector
        .collectFields(parameters(schema.getQueryType()), selections)
        .getSubFieldsList();
  }

  /// A top-level field of a query.
  SelectedField field(MergedField merged) {
    GraphQLFieldDefinition definition = schema.getQueryType().getFieldDefinition(merged.getName());
    return new SelectedField(merged, definition, Set.of(), objects(definition.getType(), merged));
  }

  static boolean isIntrospection(MergedField field) {
    return field.getName().startsWith(INTROSPECTION);
  }

  /// A field that is read once for all types on which it was selected.
  ///
  /// @param fields as the document has it
  /// @param of the type of what it gives
  private record Same(List<Field> fields, String of) {}

  /// Of those types.
  private record Found(MergedField merged, GraphQLFieldDefinition definition, Set<String> types) {}

  private SelectedObjects objects(GraphQLOutputType type, MergedField merged) {
    List<GraphQLObjectType> types = objectTypes(type);
    if (types.isEmpty()) {
      return SelectedObjects.NONE;
    }
    Map<String, MergedSelectionSet> collected = new LinkedHashMap<>();
    Map<Same, Found> found = new LinkedHashMap<>();
    for (GraphQLObjectType each : types) {
      MergedSelectionSet selected = collector.collectFields(parameters(each), merged);
      collected.put(each.getName(), selected);
      for (MergedField field : selected.getSubFieldsList()) {
        if (!isIntrospection(field)) {
          GraphQLFieldDefinition definition = each.getFieldDefinition(field.getName());
          Same same =
              new Same(
                  field.getFields(), GraphQLTypeUtil.unwrapAll(definition.getType()).getName());
          found
              .computeIfAbsent(same, _ -> new Found(field, definition, new LinkedHashSet<>()))
              .types
              .add(each.getName());
        }
      }
    }
    List<SelectedField> fields =
        found.values().stream().map(field -> selected(field, types.size() == 1)).toList();
    Map<String, List<Shown>> shown = new LinkedHashMap<>();
    collected.forEach((name, selected) -> shown.put(name, shown(name, selected, fields)));
    return new SelectedObjects(fields, shown);
  }

  private SelectedField selected(Found field, boolean concrete) {
    return new SelectedField(
        field.merged,
        field.definition,
        concrete ? Set.of() : field.types,
        objects(field.definition.getType(), field.merged));
  }

  /// A row has the values of those fields that were selected of objects of its type.
  private static List<Shown> shown(
      String type, MergedSelectionSet selected, List<SelectedField> fields) {
    Map<String, Shown> read = new LinkedHashMap<>();
    for (SelectedField field : fields) {
      if (field.isOf(type)) {
        read.put(field.key(), new Shown(field.key(), field, read.size()));
      }
    }
    List<Shown> shown = new ArrayList<>(selected.size());
    for (MergedField field : selected.getSubFieldsList()) {
      String key = field.getResultKey();
      shown.add(read.getOrDefault(key, new Shown(key, null, 0)));
    }
    return shown;
  }

  private List<GraphQLObjectType> objectTypes(GraphQLOutputType type) {
    GraphQLType given = GraphQLTypeUtil.unwrapAll(type);
    if (given instanceof GraphQLInterfaceType common) {
      return List.copyOf(schema.getImplementations(common));
    }
    return given instanceof GraphQLObjectType object ? List.of(object) : List.of();
  }

  private FieldCollectorParameters parameters(GraphQLObjectType type) {
    return FieldCollectorParameters.newParameters()
        .schema(schema)
        .objectType(type)
        .fragments(fragments)
        .variables(variables)
        .graphQLContext(GraphQLContext.getDefault())
        .build();
  }
}
