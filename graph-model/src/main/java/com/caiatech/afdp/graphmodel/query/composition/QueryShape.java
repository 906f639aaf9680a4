package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a query asks for without the values of its arguments, orders apart: queries of one shape
/// share a statement.
///
/// @param key equal for queries of one shape
/// @param selections the query's fields, each before those below it
record QueryShape(String key, List<Selection> selections) {
  static QueryShape of(Selection root, String type) {
    StringBuilder key = new StringBuilder(256).append(type).append('|');
    List<Selection> selections = new ArrayList<>();
    append(root, key, selections);
    return new QueryShape(key.toString(), selections);
  }

  /// What requests give to the selections, orders and all.
  static String given(List<Selection> selections) {
    StringBuilder key = new StringBuilder(64);
    selections.forEach(each -> appendGiven(each.arguments(), key));
    return key.toString();
  }

  /// The field and what is selected below it, each before those below it.
  static List<Selection> selections(Selection root) {
    List<Selection> selections = new ArrayList<>();
    append(root, selections);
    return selections;
  }

  private static void append(Selection field, List<Selection> selections) {
    selections.add(field);
    for (Selection below : field.fields()) {
      append(below, selections);
    }
  }

  /// This shape, and then the other one.
  QueryShape and(QueryShape other) {
    List<Selection> all = new ArrayList<>(selections);
    all.addAll(other.selections);
    return new QueryShape(key + other.key, all);
  }

  private static void append(Selection field, StringBuilder key, List<Selection> selections) {
    selections.add(field);
    key.append(field.name());
    if (!field.key().equals(field.name())) {
      key.append('=').append(field.key());
    }
    if (!field.arguments().isEmpty()) {
      appendGiven(field.arguments(), key);
    }
    if (!field.fields().isEmpty()) {
      key.append('{');
      for (Selection below : field.fields()) {
        append(below, key, selections);
      }
      key.append('}');
    } else {
      key.append(',');
    }
  }

  private static void appendGiven(Map<?, ? extends @Nullable Object> given, StringBuilder key) {
    key.append('(');
    given.forEach(
        (name, value) -> {
          if (value != null) {
            key.append(name);
            if (Connection.ORDER_BY.equals(name)) {
              key.append(value); // an order stands in the statement itself
              return;
            }
            if (value instanceof Map<?, ?> input) {
              appendGiven(input, key);
            } else if (value instanceof Collection<?> list) {
              appendGiven(list, key);
            }
            key.append(',');
          }
        });
    key.append(')');
  }

  /// The input objects of a list one by one; of other values only whether there are any.
  private static void appendGiven(Collection<?> list, StringBuilder key) {
    if (list.isEmpty()) {
      key.append("[]");
    }
    for (Object each : list) {
      if (each instanceof Map<?, ?> input) {
        key.append('[');
        appendGiven(input, key);
        key.append(']');
      }
    }
  }
}
