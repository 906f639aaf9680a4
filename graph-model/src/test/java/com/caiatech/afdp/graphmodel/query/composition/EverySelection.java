package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.catalogue.Comparison;
import com.caiatech.afdp.graphmodel.query.catalogue.Criterion;
import com.caiatech.afdp.graphmodel.query.catalogue.EntityType;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition;
import com.caiatech.afdp.graphmodel.schema.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// Selections that ask for every field of every type of a catalogue, with and without those
/// arguments that may be left out.
public final class EverySelection {
  /// The field that is refused together with `asOf`.
  private static final String OF_NOW = "suspects";

  private static final Set<String> OPTIONAL =
      Set.of(
          "after",
          "filter",
          "asOf",
          "role",
          "stage",
          "maxDepth",
          "maxPaths",
          "via",
          "through",
          "excluding",
          "relationships",
          "shortestOnly",
          "directed",
          "kinds",
          "direction",
          "from.asOf",
          "to.asOf");

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

  /// One selection for each list and each thing that its filter may demand, by each operator.
  public List<Selection> filtered() {
    return lists(
        type ->
            filters(type, 2).stream()
                .map(filter -> Map.<String, Object>of("first", 1, "filter", filter))
                .toList(),
        "totalCount");
  }

  /// One selection for each list, each order and each end from which it may be read, between
  /// cursors.
  public List<Selection> ordered() {
    return lists(
        type ->
            catalogue.orders(type).keySet().stream()
                .map(order -> Map.of("field", order, "direction", "ASC"))
                .flatMap(
                    order ->
                        Stream.of("first", "last")
                            .map(
                                end ->
                                    Map.<String, Object>of(
                                        end, 1, "after", "x", "before", "x", "orderBy", order)))
                .toList(),
        "nodes");
  }

  private List<Selection> lists(
      Function<String, List<Map<String, Object>>> arguments, String below) {
    List<Selection> lists = new ArrayList<>();
    catalogue
        .type(Catalogue.QUERY)
        .fields()
        .forEach(
            (field, definition) -> {
              if (definition.undated() instanceof FieldDefinition.Connection connection
                  && !connection.fixed()) {
                arguments
                    .apply(connection.type())
                    .forEach(
                        given ->
                            lists.add(
                                new Selection(
                                    field, field, given, Set.of(), List.of(Selection.of(below)))));
              }
            });
    return lists;
  }

  private List<Map<String, Object>> filters(String type, int hops) {
    List<Map<String, Object>> filters = new ArrayList<>();
    catalogue
        .filter(type)
        .criteria()
        .forEach(
            (name, criterion) ->
                demands(criterion, hops).forEach(demand -> filters.add(Map.of(name, demand))));
    filters.add(Map.of("not", Map.of("or", List.of(filters.getFirst(), Map.of()))));
    return filters;
  }

  private List<Object> demands(Criterion criterion, int hops) {
    return switch (criterion) {
      case Criterion.Flag _ -> List.of(true);
      case Criterion.Compared(_, Comparison comparison, _) ->
          comparison.operators().keySet().stream()
              .map(operator -> (Object) Map.of(operator, operator.equals("in") ? List.of() : "x"))
              .toList();
      case Criterion.Seen(String type) -> below(type, hops);
      case Criterion.Related related -> below(related.type(), hops);
      case Criterion.Listed listed ->
          below(listed.type(), hops).stream()
              .flatMap(
                  demand ->
                      Stream.of("some", "every", "none")
                          .map(quantifier -> (Object) Map.of(quantifier, demand)))
              .toList();
    };
  }

  private List<Object> below(String type, int hops) {
    return hops == 0 ? List.of(Map.of()) : List.copyOf(filters(type, hops - 1));
  }

  /// The text of the statement for each of the {@link #roots()}, {@link #filtered()} and {@link
  /// #ordered()}.
  public Set<String> statements() {
    Set<String> texts = new LinkedHashSet<>();
    List<Selection> all = new ArrayList<>(roots());
    all.addAll(filtered());
    all.addAll(ordered());
    for (Selection root : all) {
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
    for (String argument : definition.argumentNames()) {
      boolean elsewhere = argument.equals("last") || argument.equals("orderBy");
      if (!elsewhere && (allArguments || !OPTIONAL.contains(argument))) {
        arguments.put(argument, argument.equals("filter") ? Map.of() : "x");
      }
    }
    return new Selection(field, field, arguments, Set.of(), below(definition, allArguments, seen));
  }

  private List<Selection> below(
      FieldDefinition definition, boolean allArguments, Set<String> seen) {
    return switch (definition) {
      case FieldDefinition.Value _ -> List.of();
      case FieldDefinition.Same same -> fields(same.type(), allArguments, seen);
      case FieldDefinition.AsOf dated -> below(dated.field(), allArguments, seen);
      case FieldDefinition.Then then -> below(then.field(), allArguments, seen);
      case FieldDefinition.AnyOf _ -> ofEveryType(allArguments, seen);
      case FieldDefinition.Searched searched -> fields(searched.type(), allArguments, seen);
      case FieldDefinition.One one -> fields(one.type(), allArguments, seen);
      case FieldDefinition.Many many -> fields(many.type(), allArguments, seen);
      case FieldDefinition.Connection connection -> connection(connection, allArguments, seen);
    };
  }

  private List<Selection> connection(
      FieldDefinition.Connection connection, boolean allArguments, Set<String> seen) {
    String page = connection.type() + "Connection";
    return Stream.concat(
            connection.told().keySet().stream().map(told -> plain(page, told)),
            Stream.of(
                plain(page, "totalCount"),
                plain(page, "nodes", fields(connection.type(), allArguments, seen)),
                plain(
                    page,
                    "edges",
                    List.of(
                        plain(connection.type() + "Edge", "cursor"),
                        plain(
                            connection.type() + "Edge",
                            "node",
                            fields(connection.type(), allArguments, seen)))),
                plain(
                    page,
                    "pageInfo",
                    FieldDefinition.Connection.PAGE_FIELDS.stream()
                        .map(field -> plain("PageInfo", field))
                        .toList())))
        .toList();
  }

  /// The id of a thing of whatever type, and what has to be looked up: of a type that nothing else
  /// leads to every field, of others one.
  private List<Selection> ofEveryType(boolean allArguments, Set<String> seen) {
    List<Selection> fields = new ArrayList<>(List.of(Selection.of("id")));
    for (EntityType type : catalogue.globalTypes()) {
      boolean met = !type.name().equals(Labels.FILE) || !seen.add(type.name());
      new TreeMap<>(type.fields())
          .entrySet().stream()
              .filter(it -> !met || it.getValue() instanceof FieldDefinition.Value)
              .filter(it -> !met || !it.getKey().equals("id"))
              .limit(met ? 1 : Long.MAX_VALUE)
              .map(it -> selection(type.name(), it.getKey(), allArguments, seen))
              .map(it -> onType(type.name(), it))
              .forEach(fields::add);
    }
    return fields;
  }

  private static Selection onType(String type, Selection field) {
    String key = type + field.name();
    return new Selection(key, field.name(), Map.of(), Set.of(type), field.fields());
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
