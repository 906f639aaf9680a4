package com.caiatech.afdp.graphmodel.query.catalogue;

/// What an argument or a field of a filter demands of an object.
///
/// @param predicate over the object's variables and the parameter
/// @param property the property of the node that must equal the parameter, where that is all that
///   is demanded: a list keeps the order of its index then
public record Condition(Predicate predicate, Conversion conversion, String property) {
  private static final String NONE = "";

  public String cypher(Scope target, String parameter) {
    return predicate.cypher(target, parameter);
  }

  /// The text of a predicate over the object and the parameter.
  @FunctionalInterface
  public interface Predicate {
    String cypher(Scope target, String parameter);
  }

  /// The text of a predicate over what the object said at the moment that is asked about.
  @FunctionalInterface
  interface OfState {
    String cypher(String node, String edge, String parameter);
  }

  static Condition equal(String property) {
    return new Condition(
        (target, parameter) -> target.state() + "." + property + " = " + parameter,
        Conversion.text(),
        property);
  }

  static Condition edgeEqual(String property) {
    return custom(
        Conversion.text(), (node, edge, parameter) -> edge + "." + property + " = " + parameter);
  }

  static Condition edgeFlag(String property) {
    return custom(
        Conversion.plain(), (node, edge, parameter) -> edge + "." + property + " = " + parameter);
  }

  static Condition in(String property) {
    return custom(
        Conversion.plain(), (node, edge, parameter) -> node + "." + property + " IN " + parameter);
  }

  /// That what the object says at the moment is one of those given.
  static Condition in(Expression value) {
    return new Condition(
        (target, parameter) -> value.cypher(target) + " IN " + parameter, Conversion.plain(), NONE);
  }

  static Condition atLeast(String property) {
    return custom(
        Conversion.moment(), (node, edge, parameter) -> node + "." + property + " >= " + parameter);
  }

  static Condition before(String property) {
    return custom(
        Conversion.moment(), (node, edge, parameter) -> node + "." + property + " < " + parameter);
  }

  static Condition custom(Conversion conversion, OfState predicate) {
    return new Condition(
        (target, parameter) -> predicate.cypher(target.state(), target.edge(), parameter),
        conversion,
        NONE);
  }
}
