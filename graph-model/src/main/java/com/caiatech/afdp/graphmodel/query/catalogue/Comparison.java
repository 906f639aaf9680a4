package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The ways in which values of one kind are compared with what a query gives.
///
/// @param input the name of the input object of the schema whose fields are the operators
public record Comparison(String input, Map<String, Operator> operators) {
  /// The operator that demands exactly one value.
  public static final String EQUAL = "eq";

  private static final int MAX_TEXT = 1_000;
  private static final int MAX_VALUES = 100;

  static final Comparison ID = new Comparison("UUIDCondition", equality(Conversion.text()));
  static final Comparison TEXT =
      new Comparison(
          "StringCondition", all(List.of(equality(Comparison::text), parts(), presence())));
  static final Comparison PATH =
      new Comparison(
          "PathCondition",
          all(
              List.of(
                  equality(Comparison::text),
                  parts(),
                  Map.of(
                      "under",
                      new Operator(
                          "(%1$s = %2$s OR %1$s STARTS WITH %2$s + '/')", Comparison::folder)))));
  static final Comparison WHOLE =
      new Comparison(
          "LongCondition",
          all(List.of(equality(Conversion.plain()), order(Conversion.plain()), presence())));
  static final Comparison NUMBER =
      new Comparison("FloatCondition", all(List.of(order(Conversion.plain()), presence())));
  static final Comparison MOMENT =
      new Comparison("DateTimeCondition", all(List.of(order(Conversion.moment()), presence())));
  static final Comparison TEXTS =
      new Comparison(
          "StringListCondition", Map.of("has", new Operator("%2$s IN %1$s", Comparison::text)));

  public Comparison {
    operators = Map.copyOf(operators);
  }

  /// One way to compare.
  ///
  /// @param predicate over the value, `%1$s`, and the parameter, `%2$s`
  /// @param conversion of what is given, of each element where that is a list
  public record Operator(String predicate, Conversion conversion) {
    /// The value of the parameter for what is given.
    ///
    /// @throws GraphModelException.InvalidArgument when that is too much, or cannot be meant
    public Object converted(String argument, Object given) {
      if (!(given instanceof Collection<?> list)) {
        return conversion.convert(argument, given);
      }
      if (list.size() > MAX_VALUES) {
        throw new GraphModelException.InvalidArgument(
            argument + ": expected at most " + MAX_VALUES + " values, found " + list.size());
      }
      return list.stream().map(value -> conversion.convert(argument, value)).toList();
    }
  }

  /// That of the values of an enumeration of the schema.
  static Comparison of(String enumeration) {
    return new Comparison(enumeration + "Condition", equality(Conversion.plain()));
  }

  private static Map<String, Operator> equality(Conversion conversion) {
    return Map.of(
        EQUAL,
        new Operator("%1$s = %2$s", conversion),
        "in",
        new Operator("%1$s IN %2$s", conversion));
  }

  private static Map<String, Operator> order(Conversion conversion) {
    return Map.of(
        "gt", new Operator("%1$s > %2$s", conversion),
        "gte", new Operator("%1$s >= %2$s", conversion),
        "lt", new Operator("%1$s < %2$s", conversion),
        "lte", new Operator("%1$s <= %2$s", conversion));
  }

  private static Map<String, Operator> parts() {
    return Map.of(
        "contains", new Operator("%1$s CONTAINS %2$s", Comparison::text),
        "startsWith", new Operator("%1$s STARTS WITH %2$s", Comparison::text));
  }

  private static Map<String, Operator> presence() {
    return Map.of("exists", new Operator("(%1$s IS NOT NULL) = %2$s", Conversion.plain()));
  }

  private static Object text(String argument, Object value) {
    String text = value.toString();
    if (text.length() > MAX_TEXT) {
      throw new GraphModelException.InvalidArgument(
          argument + ": expected at most " + MAX_TEXT + " characters, found " + text.length());
    }
    return text;
  }

  /// A path without its final slash.
  private static Object folder(String argument, Object value) {
    String path = (String) text(argument, value);
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Map<String, Operator> all(List<Map<String, Operator>> groups) {
    Map<String, Operator> all = new HashMap<>();
    groups.forEach(all::putAll);
    return all;
  }
}
