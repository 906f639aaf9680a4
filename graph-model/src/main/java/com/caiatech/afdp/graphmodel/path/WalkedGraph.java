package com.caiatech.afdp.graphmodel.path;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The part of the graph that a search has read: which vertex may be followed by which on a path.
/// Used by one thread.
final class WalkedGraph {
  private static final NavigableSet<Vertex> NONE = new TreeSet<>();

  private final Map<Vertex, NavigableSet<Vertex>> next = new HashMap<>();
  private final Map<Vertex, NavigableSet<Vertex>> before = new HashMap<>();

  void add(Vertex from, Vertex to) {
    next.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
    before.computeIfAbsent(to, _ -> new TreeSet<>()).add(from);
  }

  /// What may follow, in the order of ids.
  NavigableSet<Vertex> next(Vertex vertex) {
    return next.getOrDefault(vertex, NONE);
  }

  /// The number of hops to the vertex from each from which it can be reached in at most so many.
  Map<Vertex, Integer> distancesTo(Vertex vertex, int most) {
    Map<Vertex, Integer> distances = new HashMap<>(Map.of(vertex, 0));
    Deque<Vertex> open = new ArrayDeque<>();
    open.add(vertex);
    while (!open.isEmpty()) {
      Vertex reached = open.remove();
      int distance = distances.getOrDefault(reached, 0) + 1;
      if (distance <= most) {
        for (Vertex earlier : before.getOrDefault(reached, NONE)) {
          if (distances.putIfAbsent(earlier, distance) == null) {
            open.add(earlier);
          }
        }
      }
    }
    return distances;
  }
}
