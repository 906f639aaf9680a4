package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/// Makes of paths the maps that a statement takes as its parameter and the catalogue tells of: each
/// hop with the ids of its two things and the relationships that join them, in a fixed order.
final class FoundPaths {
  /// The keys that are no properties, in the order of those that order relationships.
  private static final Comparator<Map<String, Object>> RELATIONSHIP_ORDER =
      Comparator.<Map<String, Object>, String>comparing(it -> String.valueOf(it.get("type")))
          .thenComparing(it -> String.valueOf(it.get("direction")))
          .thenComparing(it -> new TreeMap<>(it).toString());

  private final Neighbours neighbours;
  private final Neighbours.Side side;

  /// @param side along which every hop is walked
  FoundPaths(Neighbours neighbours, Neighbours.Side side) {
    this.neighbours = neighbours;
    this.side = side;
  }

  private record Pair(Vertex a, Vertex b) {}

  /// The paths, in the order given.
  List<Map<String, Object>> told(List<List<Vertex>> paths) {
    Map<String, List<Map<String, Object>>> joins = joins(paths);
    List<Map<String, Object>> told = new ArrayList<>(paths.size());
    for (List<Vertex> path : paths) {
      List<Map<String, Object>> hops = new ArrayList<>(path.size() - 1);
      for (int i = 0; i + 1 < path.size(); i++) {
        Vertex from = path.get(i);
        Vertex to = path.get(i + 1);
        hops.add(
            Map.of(
                "place", (long) i,
                "fromId", from.id(),
                "fromType", from.kind().label(),
                "toId", to.id(),
                "toType", to.kind().label(),
                "relationships", joins.getOrDefault(key(from.key(), to.key()), List.of())));
      }
      told.add(Map.of("place", (long) told.size(), "length", (long) hops.size(), "hops", hops));
    }
    return told;
  }

  private Map<String, List<Map<String, Object>>> joins(List<List<Vertex>> paths) {
    Set<Pair> pairs = new LinkedHashSet<>();
    for (List<Vertex> path : paths) {
      for (int i = 0; i + 1 < path.size(); i++) {
        pairs.add(new Pair(path.get(i), path.get(i + 1)));
      }
    }
    if (pairs.isEmpty()) {
      return Map.of();
    }
    List<Map<String, Object>> rows =
        pairs.stream()
            .map(pair -> Map.<String, Object>of("a", pair.a.key(), "b", pair.b.key()))
            .toList();
    Map<String, List<Map<String, Object>>> joins = new HashMap<>();
    for (Record row : neighbours.between(rows, side)) {
      joins
          .computeIfAbsent(
              key(row.get("a").asString(), row.get("b").asString()), _ -> new ArrayList<>())
          .add(relationship(row));
    }
    joins.values().forEach(FoundPaths::order);
    return joins;
  }

  private static String key(String a, String b) {
    return a + " " + b;
  }

  /// All that the relationship says but when it ended, which nobody knew while it was believed.
  private static Map<String, Object> relationship(Record row) {
    Map<String, Object> told = new HashMap<>(row.get("properties").asMap());
    told.remove(Properties.UNTIL);
    told.put("type", Relationships.believed(row.get("type").asString()));
    told.put("direction", row.get("outgoing").asBoolean() ? "OUTGOING" : "INCOMING");
    return told;
  }

  private static void order(List<Map<String, Object>> relationships) {
    relationships.sort(RELATIONSHIP_ORDER);
    for (int i = 0; i < relationships.size(); i++) {
      relationships.get(i).put("place", (long) i);
    }
  }

  /// What an answer says of where it was cut.
  static Map<String, Object> told(@Nullable Cut cut, int expansions, Bounds bounds) {
    Map<String, Object> told = new HashMap<>();
    told.put("exhausted", cut == null);
    told.put("truncatedAtDepth", cut == null ? null : (long) cut.depth());
    told.put("truncatedBy", cut == null ? null : cut.reason().name());
    told.put("excludedKinds", bounds.excludedKinds());
    told.put("expansions", (long) expansions);
    return told;
  }
}
