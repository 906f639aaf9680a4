package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Value;

/// Reads the graph for one search: the things that it names, and what is joined with what. All of
/// one search is read in one transaction.
final class Neighbours {
  private final SimpleQueryRunner transaction;
  private final Bounds bounds;
  private final Map<String, Object> parameters = new HashMap<>();

  Neighbours(SimpleQueryRunner transaction, Bounds bounds) {
    this.transaction = transaction;
    this.bounds = bounds;
    parameters.put(
        "kinds",
        Stream.concat(bounds.through().stream(), bounds.targets().stream())
            .map(ThingKind::label)
            .distinct()
            .toList());
    parameters.put("named", List.copyOf(bounds.named()));
    parameters.put("excluding", List.copyOf(bounds.excluding()));
    parameters.put("asOf", bounds.asOf());
  }

  /// Along which end of its relationships a frontier is left.
  enum Side {
    OUTGOING("-", "->"),
    INCOMING("<-", "-"),
    ANY("-", "-");

    private final String left;
    private final String right;

    Side(String left, String right) {
      this.left = left;
      this.right = right;
    }

    /// The other way round.
    Side reversed() {
      return switch (this) {
        case OUTGOING -> INCOMING;
        case INCOMING -> OUTGOING;
        case ANY -> ANY;
      };
    }
  }

  /// What is joined with the vertices of a frontier.
  ///
  /// @param read how many relationships were looked at
  /// @param reached by the vertex of the frontier
  record Layer(int read, Map<Vertex, List<Vertex>> reached) {
    Layer {
      reached = Map.copyOf(reached);
    }
  }

  /// The node of the thing.
  ///
  /// @param argument that names it, for the message
  /// @throws GraphModelException.NotFound where the graph has none, or nothing was known of it at
  ///   the moment that is asked about
  Vertex find(String argument, Thing thing) {
    List<Record> found =
        transaction
            .run(finding(thing.kind(), bounds.asOf() != null), with("id", thing.id()))
            .list();
    if (found.isEmpty()) {
      throw new GraphModelException.NotFound(
          "%s: expected a thing that the graph %s, found none with the id '%s'"
              .formatted(
                  argument, bounds.asOf() == null ? "has" : "had at that moment", thing.shown()));
    }
    return new Vertex(found.getFirst().get("key").asString(), thing.id());
  }

  /// What a frontier is joined with, by the relationships and kinds that the search admits; empty
  /// where more relationships would have to be looked at than that.
  Optional<Layer> expand(Collection<Vertex> frontier, Side side, int most) {
    if (bounds.types().isEmpty()) {
      return Optional.of(new Layer(0, Map.of()));
    }
    Map<String, Vertex> byKey = HashMap.newHashMap(frontier.size());
    frontier.forEach(vertex -> byKey.put(vertex.key(), vertex));
    Map<String, Object> values = with("frontier", List.copyOf(byKey.keySet()));
    values.put("limit", most + 1L);
    int read = 0;
    Map<Vertex, List<Vertex>> reached = new HashMap<>();
    for (Record row : transaction.run(expanding(side, bounds), values).list()) {
      read += row.get("read").asInt();
      List<Vertex> there = new ArrayList<>();
      for (Value value : row.get("reached").values()) {
        there.add(new Vertex(value.get(0).asString(), value.get(1).asString()));
      }
      reached.put(byKey.get(row.get("start").asString()), there);
    }
    return read > most ? Optional.empty() : Optional.of(new Layer(read, reached));
  }

  /// The relationships that join each two vertices.
  ///
  /// @param pairs maps with the keys `a` and `b` of the vertices
  List<Record> between(List<Map<String, Object>> pairs, Side side) {
    return transaction.run(joining(side, bounds), with("pairs", pairs)).list();
  }

  private Map<String, Object> with(String name, Object value) {
    Map<String, Object> values = new HashMap<>(parameters);
    values.put(name, value);
    return values;
  }

  private static Stream<String> names(String type) {
    return Relationships.DATED.contains(type)
        ? Stream.of(type, Relationships.was(type))
        : Stream.of(type);
  }

  /// The statement that finds a thing of that kind; at another moment what was joined with anything
  /// then, or is content.
  static String finding(ThingKind kind, boolean dated) {
    String known =
        switch (kind) {
          case COMMIT, FILE, LEDGER, SIGNING_KEY, VIOLATION -> "true";
          case RECORD -> "n.%s <= $asOf".formatted(Properties.RECORDED_AT);
          case DEPLOYMENT,
              ASSERTED_DEPLOYMENT,
              STEP,
              CHECK,
              APPROVAL,
              INCIDENT,
              ANNOTATION,
              SAVED_QUERY,
              REGISTRATION,
              SERVICE,
              ENVIRONMENT,
              TEAM,
              PERSON,
              REPOSITORY ->
              "EXISTS { (n)-[r]-() WHERE %s }".formatted(dated());
        };
    return "MATCH (n:%s {%s: $id})%s RETURN elementId(n) AS key"
        .formatted(kind.label(), Properties.ID, dated ? " WHERE " + known : "");
  }

  private static String dated() {
    return "coalesce(r.%s <= $asOf, true) AND coalesce($asOf < r.%s, true)"
        .formatted(Properties.SINCE, Properties.UNTIL);
  }

  /// The statement that expands a frontier. The limit counts relationships before they are judged,
  /// so that it bounds what is read.
  static String expanding(Side side, Bounds bounds) {
    return """
        UNWIND $frontier AS start
        MATCH (n) WHERE elementId(n) = start
        MATCH (n)%s[r:%s]%s(m)
        WITH start, r, m LIMIT $limit
        RETURN start, count(*) AS read, collect(DISTINCT CASE WHEN %s THEN [elementId(m), m.%s] END) AS reached
        """
        .formatted(side.left, types(bounds), side.right, admitted(bounds), Properties.ID);
  }

  /// The statement that tells what joins two vertices.
  static String joining(Side side, Bounds bounds) {
    return """
        UNWIND $pairs AS pair
        MATCH (n) WHERE elementId(n) = pair.a
        MATCH (m) WHERE elementId(m) = pair.b
        MATCH (n)%s[r:%s]%s(m) WHERE %s
        RETURN pair.a AS a, pair.b AS b, type(r) AS type, startNode(r) = n AS outgoing, properties(r) AS properties
        """
        .formatted(side.left, types(bounds), side.right, walked(bounds));
  }

  private static String types(Bounds bounds) {
    return Walk.ALL.stream()
        .map(Walk::type)
        .filter(bounds.types()::contains)
        .flatMap(type -> bounds.asOf() == null ? Stream.of(type) : names(type))
        .collect(Collectors.joining("|"));
  }

  private static String walked(Bounds bounds) {
    return bounds.asOf() == null ? "true" : dated();
  }

  private static String admitted(Bounds bounds) {
    String then =
        bounds.asOf() == null
            ? ""
            : " AND (NOT m:%s OR m.%s <= $asOf)".formatted(Labels.RECORD, Properties.RECORDED_AT);
    return "%s AND (m.%s IN $named OR labels(m)[0] IN $kinds) AND NOT m.%s IN $excluding%s"
        .formatted(walked(bounds), Properties.ID, Properties.ID, then);
  }

  /// Every statement that a search within the bounds may run.
  static Set<String> statements(Bounds bounds) {
    Set<String> statements = new LinkedHashSet<>();
    for (ThingKind kind : ThingKind.values()) {
      statements.add(finding(kind, false));
      statements.add(finding(kind, true));
    }
    for (Side side : Side.values()) {
      statements.add(expanding(side, bounds));
      statements.add(joining(side, bounds));
    }
    return statements;
  }
}
