package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.schema.Properties;
import java.util.Set;

/// A Cypher expression over the object at hand. Its text is a constant of the catalogue: values
/// come in through parameters only.
@FunctionalInterface
public interface Expression {
  /// What an object is known by, at every moment.
  Set<String> IDENTITY =
      Set.of(Properties.ID, Properties.DEPLOYMENT_ID, Properties.INCIDENT_ID, Properties.REPORT_ID);

  String cypher(Scope scope);

  /// A property of the object, as it was at the moment that is asked about.
  static Expression node(String property) {
    return IDENTITY.contains(property)
        ? scope -> scope.node() + "." + property
        : scope -> scope.state() + "." + property;
  }

  /// A property of the object's edge.
  static Expression edge(String property) {
    return scope -> scope.edge() + "." + property;
  }

  /// A number of the object's node that may be absent, as 0 then, so that it can order a list.
  static Expression orZero(String property) {
    return scope -> "coalesce(" + scope.state() + "." + property + ", 0)";
  }
}
