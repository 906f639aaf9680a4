package com.caiatech.afdp.graphmodel.query.catalogue;

/// One key of the order of a list. The keys of a list run in one direction, and the last one makes
/// every object's place unique.
///
/// @param number whether its values are whole numbers; texts otherwise
public record OrderKey(Expression expression, boolean descending, boolean number) {
  static OrderKey ascending(String property) {
    return new OrderKey(Expression.node(property), false, false);
  }

  static OrderKey descending(String property) {
    return new OrderKey(Expression.node(property), true, false);
  }

  static OrderKey newest(String property) {
    return new OrderKey(Expression.node(property), true, true);
  }

  static OrderKey newest(Expression expression) {
    return new OrderKey(expression, true, true);
  }

  static OrderKey oldest(String property) {
    return new OrderKey(Expression.node(property), false, true);
  }

  static OrderKey ascending(Expression expression) {
    return new OrderKey(expression, false, true);
  }

  /// The key in an `ORDER BY`.
  public String ordering(Scope scope) {
    return expression.cypher(scope) + (descending ? " DESC" : "");
  }
}
