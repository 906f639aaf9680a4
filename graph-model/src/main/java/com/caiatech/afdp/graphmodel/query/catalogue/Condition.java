package com.caiatech.afdp.graphmodel.query.catalogue;

/// What an argument or a field of a filter demands of an object.
///
/// @param predicate over the object's variables and the parameter
/// @param property the property of the node that must equal the parameter, where that is all that
///   is demanded: a list keeps the order of its index then
public record Condition(Predicate predicate, Conversion conversion, String property) {
  private static final String NONE = "";

  public String cypher(Scope target, String parameter) {
    return predicate.cypher(target.state(), target.edge(), parameter);
  }

  /// The text of a predicate over what the object said at the moment that is asked about.
  @FunctionalInterface
  public interface Predicate {
    String cypher(String node, String edge, String parameter);
  }

  static Condition equal(String property) {
    return new Condition(
        (node, edge, parameter) -> node + "." + property + " = " + parameter,
        Conversion.text(),
        property);
  }

  static Condition edgeEqual(String property) {
    return custom(
        Conversion.text(), (node, edge, parameter) -> edge + "." + property + " = " + parameter);
  }

  static Condition in(String property) {
    return custom(
        Conversion.plain(), (node, edge, parameter) -> node + "." + property + " IN " + parameter);
  }

  static Condition atLeast(String property) {
    return custom(
        Conversion.moment(), (node, edge, parameter) -> node + "." + property + " >= " + parameter);
  }

  static Condition before(String property) {
    return custom(
        Conversion.moment(), (node, edge, parameter) -> node + "." + property + " < " + parameter);
  }

  static Condition custom(Conversion conversion, Predicate predicate) {
    return new Condition(predicate, conversion, NONE);
  }
}
