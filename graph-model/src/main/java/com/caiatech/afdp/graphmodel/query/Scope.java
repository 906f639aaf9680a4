package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.graphmodel.GraphModelException;
import org.jspecify.annotations.Nullable;

/// The object at hand while a statement is composed.
///
/// @param node the variable that is bound to its node
/// @param edge the variable that is bound to the relationship, or the map, by which it was reached
/// @param arguments gives the parameters of the field that leads to the object
record Scope(String node, String edge, Arguments arguments) {
  /// The literal that stands for an argument which the query does not give.
  static final String ABSENT = "null";

  /// The arguments of a field as parameters of the statement.
  interface Arguments {
    /// The parameter for the argument, or null where the query does not give it.
    @Nullable String parameter(String argument, Conversion conversion);
  }

  /// The parameter for an argument that the schema demands.
  String required(String argument, Conversion conversion) {
    String parameter = arguments.parameter(argument, conversion);
    if (parameter == null) {
      throw new GraphModelException.InvalidArgument(argument + ": expected a value, found none");
    }
    return parameter;
  }

  /// The parameter for an argument, or the literal null where the query does not give it.
  String optional(String argument, Conversion conversion) {
    String parameter = arguments.parameter(argument, conversion);
    return parameter == null ? ABSENT : parameter;
  }
}
