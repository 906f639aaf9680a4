package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Selections that ask for every field of every type of a catalogue, with and without those
/// arguments that may be left out.
public final class EverySelection {
  /// The field that is refused together with `asOf`.
  private static final String OF_NOW = "suspects";

  private static final Set<String> OPTIONAL = Set.of("after", "filter", "asOf", "role", "stage");

  private final Catalogue catalogue;
  private final Set<String> asked = new TreeSet<>();

  public EverySelection(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// One selection for each top-level field and each way of giving arguments.
  public List<Selection> roots() {
    List<Selection> roots = new ArrayList<>();
    for (String field : catalogue.type(Catalogue.QUERY).fields().keySet()) {
      roots.add(selection(Catalogue.QUERY, field, true, new HashSet<>()));
      roots.add(selection(Catalogue.QUERY, field, false, new HashSet<>()));
    }
    return roots;
  }

  /// The text of the statement for each of the {@link #roots()}.
  public Set<String> statements() {
    Set<String> texts = new LinkedHashSet<>();
    for (Selection root : roots()) {
      QueryShape shape = QueryShape.of(root, Catalogue.QUERY);
      texts.add(
          new StatementComposer(catalogue, shape.selections())
              .compose(root, Catalogue.QUERY)
              .text());
    }
    return texts;
  }

  /// What the selections ask for, as `Type.field`.
  public Set<String> asked() {
    return asked;
  }

  private Selection selection(String type, String field, boolean allArguments, Set<String> seen) {
    asked.add(type + "." + field);
    FieldDefinition definition = catalogue.type(type).fields().get(field);
    if (definition == null) {
      throw new IllegalStateException("the catalogue has no field " + type + "." + field);
    }
    Map<String, Object> arguments = new TreeMap<>();
    Map<String, Object> filter = new HashMap<>();
    for (String argument : definition.argumentNames()) {
      if (argument.startsWith("filter.")) {
        filter.put(argument.substring("filter.".length()), "x");
      } else if (allArguments || !OPTIONAL.contains(argument)) {
        arguments.put(argument, "x");
      }
    }
    if (allArguments && !filter.isEmpty()) {
      arguments.put("filter", filter);
    }
    return new Selection(field, field, arguments, Set.of(), below(definition, allArguments, seen));
  }

  private List<Selection> below(
      FieldDefinition definition, boolean allArguments, Set<String> seen) {
    return switch (definition) {
      case FieldDefinition.Value _ -> List.of();
      case FieldDefinition.Same same -> fields(same.type(), allArguments, seen);
      case FieldDefinition.AsOf dated -> below(dated.field(), allArguments, seen);
      case FieldDefinition.One one -> fields(one.type(), allArguments, seen);
      case FieldDefinition.Many many -> fields(many.type(), allArguments, seen);
      case FieldDefinition.Connection connection ->
          List.of(
              plain(connection.type() + "Connection", "totalCount"),
              plain(
                  connection.type() + "Connection",
                  "nodes",
                  fields(connection.type(), allArguments, seen)),
              plain(
                  connection.type() + "Connection",
                  "edges",
                  List.of(
                      plain(connection.type() + "Edge", "cursor"),
                      plain(
                          connection.type() + "Edge",
                          "node",
                          fields(connection.type(), allArguments, seen)))),
              plain(
                  connection.type() + "Connection",
                  "pageInfo",
                  FieldDefinition.Connection.PAGE_FIELDS.stream()
                      .map(field -> plain("PageInfo", field))
                      .toList()));
    };
  }

  /// All fields of a type where it is met first, a scalar of it from then on.
  private List<Selection> fields(String type, boolean allArguments, Set<String> seen) {
    boolean first = seen.add(type);
    return new TreeMap<>(catalogue.type(type).fields())
        .entrySet().stream()
            .filter(field -> first || field.getValue() instanceof FieldDefinition.Value)
            .filter(field -> !allArguments || !field.getKey().equals(OF_NOW))
            .limit(first ? Long.MAX_VALUE : 1)
            .map(field -> selection(type, field.getKey(), allArguments, seen))
            .toList();
  }

  private Selection plain(String type, String field) {
    return plain(type, field, List.of());
  }

  private Selection plain(String type, String field, List<Selection> below) {
    asked.add(type + "." + field);
    return new Selection(field, field, Map.of(), Set.of(), below);
  }
}
