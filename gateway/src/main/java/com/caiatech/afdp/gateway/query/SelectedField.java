package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.execution.MergedField;
import graphql.execution.ValuesResolver;
import graphql.language.Argument;
import graphql.language.Node;
import graphql.language.VariableReference;
import graphql.schema.GraphQLFieldDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A field of a document with all that is selected below it, before the values of the variables are
/// known.
final class SelectedField {
  private final String key;
  private final GraphQLFieldDefinition definition;
  private final List<Argument> arguments;
  private final Set<String> types;
  private final SelectedObjects objects;
  private final @Nullable Map<String, Object> constantValues;
  private final @Nullable Selection constant;

  /// @param types the object types on which it was selected; empty for all
  /// @param objects what is selected of what it gives
  SelectedField(
      MergedField merged,
      GraphQLFieldDefinition definition,
      Set<String> types,
      SelectedObjects objects) {
    this.key = merged.getResultKey();
    this.definition = definition;
    this.arguments = merged.getArguments();
    this.types = types;
    this.objects = objects;
    CoercedVariables none = CoercedVariables.emptyVariables();
    GraphQLContext context = GraphQLContext.getDefault();
    this.constantValues =
        arguments.stream().anyMatch(SelectedField::asksVariable) ? null : values(none, context);
    this.constant =
        constantValues == null || objects.asksVariables() ? null : selection(none, context);
  }

  private static boolean asksVariable(Node<?> node) {
    return node instanceof VariableReference
        || node.getChildren().stream().anyMatch(SelectedField::asksVariable);
  }

  GraphQLFieldDefinition definition() {
    return definition;
  }

  String key() {
    return key;
  }

  SelectedObjects objects() {
    return objects;
  }

  /// Whether it was selected of objects of that type.
  boolean isOf(String type) {
    return types.isEmpty() || types.contains(type);
  }

  /// Whether its selection is the same whatever the values of the variables are.
  boolean isConstant() {
    return constant != null;
  }

  /// Which of its selections have arguments that ask variables: the positions of those, its own
  /// being 0 and each before those below it.
  List<Integer> asking() {
    List<Integer> asking = new ArrayList<>();
    int _ = addAsking(0, asking);
    return asking;
  }

  /// The position after the last one below it.
  private int addAsking(int position, List<Integer> asking) {
    if (constantValues == null) {
      asking.add(position);
    }
    int next = position + 1;
    for (SelectedField below : objects.fields()) {
      next = below.addAsking(next, asking);
    }
    return next;
  }

  /// The field with the values of its arguments.
  ///
  /// @throws graphql.GraphQLException when a variable's value cannot be an argument's
  Selection bound(CoercedVariables variables, GraphQLContext context) {
    return constant == null ? selection(variables, context) : constant;
  }

  private Selection selection(CoercedVariables variables, GraphQLContext context) {
    Map<String, Object> values = constantValues;
    if (values == null) {
      values = values(variables, context);
    }
    return new Selection(
        key, definition.getName(), values, types, objects.bound(variables, context));
  }

  private Map<String, Object> values(CoercedVariables variables, GraphQLContext context) {
    return ValuesResolver.getArgumentValues(
        definition.getArguments(), arguments, variables, context, Locale.ENGLISH);
  }
}
