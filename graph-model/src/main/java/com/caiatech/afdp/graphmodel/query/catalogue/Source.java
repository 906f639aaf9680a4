package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.schema.Properties;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Where the objects of a field come from: the clause that binds each one's node and edge. A hop of
/// the graph is composed here and nowhere else.
@FunctionalInterface
public interface Source {
  /// How to bind the objects.
  ///
  /// @param from the object that has the field
  /// @param node the variable to bind to an object's node
  /// @param edge the variable to bind to its relationship
  Match match(Scope from, String node, String edge);

  /// A reading clause, and what has to hold of what it binds.
  ///
  /// @param label of the nodes; empty where they are none, or are told as they are now
  /// @param edge whether the edge's variable is bound too
  /// @param distinct whether a node may be bound several times and counts once
  record Match(
      String clause, List<String> conditions, String label, boolean edge, boolean distinct) {
    public Match {
      conditions = List.copyOf(conditions);
    }
  }

  /// A condition over an object's variables.
  @FunctionalInterface
  interface Restriction {
    String cypher(String node, String edge);
  }

  /// Along a relationship that leaves the object.
  static Source out(String relationship, String label) {
    return along("MATCH (%s)-[%s:%s]->(%s:%s)", relationship, label);
  }

  /// Along a relationship that leads to the object.
  static Source in(String relationship, String label) {
    return along("MATCH (%s)<-[%s:%s]-(%s:%s)", relationship, label);
  }

  /// Along a relationship that leads to the node with the object's id, of an object that may be
  /// told without its node.
  static Source intoId(String label, String relationship, String from) {
    return (object, node, edge) ->
        new Match(
            "MATCH (:%s {%s: %s.%s})<-[%s:%s]-(%s:%s)"
                .formatted(
                    label,
                    Properties.ID,
                    object.node(),
                    Properties.ID,
                    edge,
                    object.types(relationship),
                    node,
                    from),
            object.dated(relationship, edge),
            from,
            true,
            false);
  }

  private static Source along(String pattern, String relationship, String label) {
    return (from, node, edge) ->
        new Match(
            pattern.formatted(from.node(), edge, from.types(relationship), node, label),
            from.dated(relationship, edge),
            label,
            true,
            false);
  }

  /// Every node of the label that has the properties; naming them lets the index give the order.
  static Source all(String label, String... present) {
    return (from, node, edge) ->
        new Match(
            "MATCH (%s:%s)".formatted(node, label),
            Arrays.stream(present).map(it -> "%s.%s IS NOT NULL".formatted(node, it)).toList(),
            label,
            false,
            false);
  }

  /// The same, at another moment also those that lack the properties by now: whoever asks demands
  /// that they had a state then.
  static Source listed(String label, String... present) {
    Source now = all(label, present);
    Source then = all(label);
    return (from, node, edge) -> (from.isNow() ? now : then).match(from, node, edge);
  }

  /// Every node of the label that states something about another thing, along the relationship.
  static Source stating(String label, String relationship, String... present) {
    Source all = all(label, present);
    return (from, node, edge) ->
        all.where((stated, _) -> from.leads(stated, relationship)).match(from, node, edge);
  }

  /// The nodes of the label whose property equals an expression over the object at hand.
  static Source lookup(String label, String property, Expression value, String... present) {
    return (from, node, edge) -> {
      Match all = all(label, present).match(from, node, edge);
      String key = "%s.%s = %s".formatted(node, property, value.cypher(from));
      return new Match(
          all.clause(),
          Stream.concat(Stream.of(key), all.conditions().stream()).toList(),
          label,
          false,
          false);
    };
  }

  /// The node of the label whose property equals the argument.
  static Source keyed(String label, String property, String argument, Conversion conversion) {
    return lookup(label, property, scope -> scope.required(argument, conversion));
  }

  /// The node with the global id that the argument `id` gives.
  static Source byId(String label, Conversion conversion) {
    return keyed(label, Properties.ID, "id", conversion);
  }

  /// The maps of a list; each is bound as a node, for a property of it reads alike.
  static Source elements(Expression list) {
    return (from, node, edge) ->
        new Match(
            "UNWIND %s AS %s".formatted(list.cypher(from), node), List.of(), "", false, false);
  }

  /// The nodes of the label with the global ids of a list.
  static Source identified(String label, Expression ids) {
    return (from, node, edge) ->
        new Match(
            "UNWIND %1$s AS %2$sid MATCH (%2$s:%3$s {%4$s: %2$sid})"
                .formatted(ids.cypher(from), node, label, Properties.ID),
            List.of(),
            label,
            false,
            false);
  }

  /// The objects of this source of which the restriction holds.
  default Source where(Restriction restriction) {
    return (from, node, edge) -> {
      Match match = match(from, node, edge);
      return new Match(
          match.clause(),
          Stream.concat(match.conditions().stream(), Stream.of(restriction.cypher(node, edge)))
              .toList(),
          match.label(),
          match.edge(),
          match.distinct());
    };
  }

  /// The nodes of this source, each once though several relationships lead to it.
  default Source distinct() {
    return (from, node, edge) -> {
      Match match = match(from, node, edge);
      return new Match(match.clause(), match.conditions(), match.label(), match.edge(), true);
    };
  }
}
