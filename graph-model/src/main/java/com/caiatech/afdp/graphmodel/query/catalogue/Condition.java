package com.caiatech.afdp.graphmodel.query.catalogue;

/// What an argument demands of an object.
///
/// @param predicate over the object's variables and the parameter
public record Condition(Predicate predicate, Conversion conversion) {
  public String cypher(Scope target, String parameter) {
    return predicate.cypher(target.state(), target.edge(), parameter);
  }

  /// The text of a predicate over what the object said at the moment that is asked about.
  @FunctionalInterface
  public interface Predicate {
    String cypher(String node, String edge, String parameter);
  }

  static Condition equal(String property) {
    return custom(
        Conversion.text(), (node, edge, parameter) -> node + "." + property + " = " + parameter);
  }

  static Condition edgeEqual(String property) {
    return custom(
        Conversion.text(), (node, edge, parameter) -> edge + "." + property + " = " + parameter);
  }

  static Condition edgeFlag(String property) {
    return custom(
        Conversion.plain(), (node, edge, parameter) -> edge + "." + property + " = " + parameter);
  }

  static Condition custom(Conversion conversion, Predicate predicate) {
    return new Condition(predicate, conversion);
  }
}
