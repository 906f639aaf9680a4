package com.caiatech.afdp.graphmodel.query.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How one field of a type is read from the graph.
public sealed interface FieldDefinition {
  /// The argument that says how many objects are wanted.
  String FIRST = "first";

  /// The names of the arguments that the field takes, found by composing it. An argument of any
  /// other name has no effect.
  default Set<String> argumentNames() {
    Set<String> names = new TreeSet<>();
    Scope probe =
        new Scope(
            "n",
            "n",
            "e",
            Scope.ABSENT,
            new Scope.Arguments() {
              @Override
              public String parameter(String argument, Conversion conversion) {
                names.add(argument);
                return "$" + argument;
              }

              @Override
              public String constant(Object value) {
                return Scope.ABSENT;
              }
            });
    switch (this) {
      case Value value -> value.expression().cypher(probe);
      case Same _, AnyOf _ -> {}
      case Then then -> names.addAll(then.field().argumentNames());
      case Searched searched -> names.addAll(searched.arguments());
      case AsOf dated -> {
        names.addAll(dated.field().argumentNames());
        names.add(AsOf.ARGUMENT);
      }
      case One one -> one.source().match(probe, "n1", "e1");
      case Many many -> {
        many.source().match(probe, "n1", "e1");
        names.addAll(many.arguments().keySet());
        if (many.limited()) {
          names.add(FIRST);
        }
      }
      case Connection connection -> {
        connection.source().match(probe, "n1", "e1");
        names.addAll(connection.fixed() ? Connection.PAGE_ARGUMENTS : Connection.ARGUMENTS);
        names.addAll(connection.arguments().keySet());
      }
    }
    return names;
  }

  /// The field as it is of each moment.
  default FieldDefinition undated() {
    return this instanceof AsOf dated ? dated.field() : this;
  }

  /// A scalar, or a list of scalars.
  record Value(Expression expression) implements FieldDefinition {}

  /// A field that takes `asOf`, a moment of recorded time: all that is selected below it is told as
  /// it was believed then.
  ///
  /// @param known whether there is an object only where something was believed of it then
  record AsOf(FieldDefinition field, boolean known) implements FieldDefinition {
    public static final String ARGUMENT = "asOf";
  }

  /// A field of what a search found that is told as it was believed at the moment which an argument
  /// of the search gives: now where it gives none.
  ///
  /// @param moment the argument's name
  record Then(FieldDefinition field, String moment) implements FieldDefinition {}

  /// The object's own node, seen as another type.
  record Same(String type) implements FieldDefinition {}

  /// A thing of whatever type, which the object at hand names.
  ///
  /// @param id its global id
  /// @param type its type's name
  record AnyOf(Expression id, Expression type) implements FieldDefinition {}

  /// What a search gives that is made before the statement: the statement takes its {@link Result}
  /// as a parameter, and tells of it what was asked for.
  ///
  /// @param arguments those that the search takes, beside `asOf`
  record Searched(String type, Set<String> arguments) implements FieldDefinition {
    /// The argument under which a selection holds the result.
    public static final String RESULT = "result";

    public Searched {
      arguments = Set.copyOf(arguments);
    }

    /// What was found.
    ///
    /// @param values of the fields by their names; lists of such maps for lists of objects
    public record Result(Map<String, Object> values) {}
  }

  /// At most one object: the first in that order.
  ///
  /// @param clause whether a statement that is for it alone reads it by a clause and not by an
  ///   expression: within an expression the database does not plan to walk to each node once
  record One(String type, Source source, List<OrderKey> order, boolean clause)
      implements FieldDefinition {
    public One {
      order = List.copyOf(order);
    }

    public One(String type, Source source, List<OrderKey> order) {
      this(type, source, order, false);
    }
  }

  /// All objects in an order, or as many as the argument `first` says.
  ///
  /// @param arguments what each other argument demands
  record Many(
      String type,
      Source source,
      List<OrderKey> order,
      Map<String, Condition> arguments,
      boolean limited)
      implements FieldDefinition {
    public Many {
      order = List.copyOf(order);
      arguments = Map.copyOf(arguments);
    }
  }

  /// A connection as Relay describes it, with opaque cursors over the keys of its order, and a
  /// filter of its type.
  ///
  /// @param order where none is asked for
  /// @param told what it tells beside its page, by the name of the field, over the object that has
  ///   it
  /// @param fixed whether it takes no filter and no other order
  record Connection(
      String type,
      Source source,
      Order order,
      Map<String, Condition> arguments,
      Map<String, Expression> told,
      boolean fixed)
      implements FieldDefinition {
    /// The argument that says after which cursor to go on.
    public static final String AFTER = "after";

    /// The argument that says how many of the last objects are wanted.
    public static final String LAST = "last";

    /// The argument that says before which cursor to end.
    public static final String BEFORE = "before";

    /// The argument that asks for an order, by its field and direction.
    public static final String ORDER_BY = "orderBy";

    /// The argument whose fields demand something of the objects.
    public static final String FILTER = "filter";

    static final Set<String> ARGUMENTS = Set.of(FIRST, AFTER, LAST, BEFORE, ORDER_BY, FILTER);
    static final Set<String> PAGE_ARGUMENTS = Set.of(FIRST, AFTER, LAST, BEFORE);
    private static final Set<String> FIELDS = Set.of("edges", "nodes", "pageInfo", "totalCount");
    static final Set<String> EDGE_FIELDS = Set.of("cursor", "node");

    /// What a page tells of itself.
    public static final Set<String> PAGE_FIELDS =
        Set.of("hasNextPage", "hasPreviousPage", "startCursor", "endCursor");

    public Connection {
      arguments = Map.copyOf(arguments);
      told = Map.copyOf(told);
    }

    /// A connection that takes a filter and any order of its type.
    Connection(String type, Source source, Order order, Map<String, Condition> arguments) {
      this(type, source, order, arguments, Map.of(), false);
    }

    Set<String> fields() {
      return Stream.concat(FIELDS.stream(), told.keySet().stream()).collect(Collectors.toSet());
    }
  }
}
