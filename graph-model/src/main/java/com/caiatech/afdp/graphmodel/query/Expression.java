package com.caiatech.afdp.graphmodel.query;

/// A Cypher expression over the object at hand. Its text is a constant of the catalogue: values
/// come in through parameters only.
@FunctionalInterface
interface Expression {
  String cypher(Scope scope);

  /// A property of the object's node.
  static Expression node(String property) {
    return scope -> scope.node() + "." + property;
  }

  /// A property of the object's edge.
  static Expression edge(String property) {
    return scope -> scope.edge() + "." + property;
  }

  /// A number of the object's node that may be absent, as 0 then, so that it can order a list.
  static Expression orZero(String property) {
    return scope -> "coalesce(" + scope.node() + "." + property + ", 0)";
  }
}
