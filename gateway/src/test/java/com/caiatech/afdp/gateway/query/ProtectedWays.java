package com.caiatech.afdp.gateway.query;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every way on which a schema leads to a field whose values are not for everybody, and documents
/// that go them: a way is the field that gives an object, and the field of the object.
///
/// A document asks one top-level field for all that leads to such a field, and for every value on
/// the way: each object type is gone on from once, where it is met first, so that each pair of a
/// type and a field is met on its shortest way.
final class ProtectedWays {
  /// Parts what an alias begins with from the field's name.
  private static final String ALIAS = "_";

  private static final int OF_EACH = 4;

  private final GraphQLSchema schema;

  /// `Type.field` of those.
  private final Set<String> guarded;

  ProtectedWays(GraphQLSchema schema, Set<String> guarded) {
    this.schema = schema;
    this.guarded = Set.copyOf(guarded);
  }

  /// The ways that a root type leads to, as `Parent.field → Type.field`.
  Set<String> ways(@Nullable GraphQLObjectType root) {
    Set<String> ways = new TreeSet<>();
    Set<String> met = new HashSet<>();
    Deque<GraphQLObjectType> open = new ArrayDeque<>();
    if (root != null) {
      open.add(root);
    }
    while (!open.isEmpty()) {
      GraphQLObjectType parent = open.remove();
      for (GraphQLFieldDefinition field : parent.getFieldDefinitions()) {
        for (GraphQLObjectType type : objects(field)) {
          for (GraphQLFieldDefinition below : type.getFieldDefinitions()) {
            if (guarded.contains(type.getName() + "." + below.getName())) {
              ways.add(way(parent.getName(), field.getName(), type.getName(), below.getName()));
            }
          }
          if (met.add(type.getName())) {
            open.add(type);
          }
        }
      }
    }
    return ways;
  }

  private static String way(String parent, String field, String type, String below) {
    return parent + "." + field + " → " + type + "." + below;
  }

  /// The object types that a field may give.
  private List<GraphQLObjectType> objects(GraphQLFieldDefinition field) {
    GraphQLType type = GraphQLTypeUtil.unwrapAll(field.getType());
    if (type instanceof GraphQLInterfaceType some) {
      return List.copyOf(schema.getImplementations(some));
    }
    if (type instanceof GraphQLUnionType some) {
      return some.getTypes().stream().map(GraphQLObjectType.class::cast).toList();
    }
    return type instanceof GraphQLObjectType object ? List.of(object) : List.of();
  }

  /// An object to ask for, and the objects below it where it is asked for all its fields.
  private record Met(GraphQLObjectType type, Map<String, List<Met>> below) {}

  /// Asks a top-level field for what it leads to on these ways; empty where it leads to nothing.
  ///
  /// @param arguments in brackets, or nothing
  /// @param without fields that are not asked for, as `Type.field`
  Optional<String> document(String root, String arguments, Set<String> ways, Set<String> without) {
    GraphQLFieldDefinition field = schema.getQueryType().getFieldDefinition(root);
    Set<String> met = new HashSet<>();
    Deque<Met> open = new ArrayDeque<>();
    Map<String, List<Met>> roots = new HashMap<>(Map.of(root, meet(field, met, open)));
    while (!open.isEmpty()) {
      Met next = open.remove();
      for (GraphQLFieldDefinition below : next.type.getFieldDefinitions()) {
        if (isComposite(below) && !without.contains(next.type.getName() + "." + below.getName())) {
          next.below.put(below.getName(), meet(below, met, open));
        }
      }
    }
    return leadsOn(new Met(schema.getQueryType(), roots), ways)
        ? Optional.of("{ __typename " + root + arguments + asked(field, things(roots, root)) + " }")
        : Optional.empty();
  }

  private static List<Met> things(Map<String, List<Met>> below, String field) {
    return Objects.requireNonNull(below.get(field), field);
  }

  /// Whether a thing leads to one of the ways; whatever below it does not is not asked for.
  private boolean leadsOn(Met parent, Set<String> ways) {
    parent
        .below
        .entrySet()
        .removeIf(
            entry -> {
              List<Met> kept =
                  entry.getValue().stream()
                      .filter(
                          thing ->
                              leadsOn(thing, ways)
                                  || isOn(parent.type, entry.getKey(), thing.type, ways))
                      .toList();
              entry.setValue(kept);
              return kept.isEmpty();
            });
    return !parent.below.isEmpty();
  }

  private static boolean isOn(
      GraphQLObjectType parent, String field, GraphQLObjectType type, Set<String> ways) {
    return type.getFieldDefinitions().stream()
        .map(below -> way(parent.getName(), field, type.getName(), below.getName()))
        .anyMatch(ways::contains);
  }

  private List<Met> meet(GraphQLFieldDefinition field, Set<String> met, Deque<Met> open) {
    List<Met> things = new ArrayList<>();
    for (GraphQLObjectType type : objects(field)) {
      Met thing = new Met(type, new LinkedHashMap<>());
      things.add(thing);
      if (met.add(type.getName())) {
        open.add(thing);
      }
    }
    return things;
  }

  private static boolean isComposite(GraphQLFieldDefinition field) {
    return GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer
        || GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLUnionType;
  }

  /// Fields of one name may be of different types in the fragments, so that each has a name of its
  /// own there.
  private String asked(GraphQLFieldDefinition field, List<Met> things) {
    return GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType
        ? fields(things.getFirst(), "")
        : things.stream()
            .map(
                thing -> {
                  String type = thing.type.getName();
                  return "... on " + type + fields(thing, type + ALIAS + ": ");
                })
            .collect(Collectors.joining(" ", " { __typename ", " }"));
  }

  private String fields(Met thing, String alias) {
    Stream<String> scalars =
        thing.type.getFieldDefinitions().stream()
            .filter(field -> !isComposite(field))
            .map(field -> scalar(thing.type, field.getName(), alias));
    Stream<String> objects =
        thing.below.entrySet().stream()
            .map(
                entry -> {
                  GraphQLFieldDefinition field = thing.type.getFieldDefinition(entry.getKey());
                  return named(alias, field.getName())
                      + (field.getArgument("first") == null ? "" : "(first: " + OF_EACH + ")")
                      + asked(field, entry.getValue());
                });
    return Stream.concat(scalars, objects).collect(Collectors.joining(" ", " { __typename ", " }"));
  }

  private String scalar(GraphQLObjectType type, String field, String alias) {
    String first = named(alias, field);
    return guarded.contains(type.getName() + "." + field)
        ? first + " " + named("again" + ALIAS + ": ", field)
        : first;
  }

  private static String named(String alias, String field) {
    return alias.replace(ALIAS, ALIAS + field) + field;
  }

  /// The ways on which an answer shows a text, as `Parent.field → Type.field`.
  static Set<String> showing(String text, @Nullable Object data) {
    Set<String> ways = new TreeSet<>();
    look(text, "", "", data, ways);
    return ways;
  }

  private static void look(
      String text, String parent, String field, @Nullable Object value, Set<String> ways) {
    if (value instanceof List<?> elements) {
      elements.forEach(element -> look(text, parent, field, element, ways));
    } else if (value instanceof Map<?, ?> object) {
      String type = String.valueOf(object.get("__typename"));
      object.forEach(
          (key, below) -> {
            String alias = String.valueOf(key);
            String name = alias.substring(alias.lastIndexOf(ALIAS) + 1);
            if (alias.equals("__typename")) {
              return;
            }
            if (isOfObjects(below)) {
              look(text, type, name, below, ways);
            } else if (String.valueOf(below).contains(text)) {
              ways.add(way(parent, field, type, name));
            }
          });
    }
  }

  /// Whether it is an object of the schema, or a list of some; a record's body is none.
  private static boolean isOfObjects(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> object -> object.containsKey("__typename");
      case List<?> elements -> elements.stream().anyMatch(ProtectedWays::isOfObjects);
      case null, default -> false;
    };
  }
}
