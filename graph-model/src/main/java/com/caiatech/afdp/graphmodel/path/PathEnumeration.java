package com.caiatech.afdp.graphmodel.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Lists the simple paths of one length in the order of the ids along them. What cannot come to the
/// end in the hops that are left, by all things on the way, is not followed. Used once, by one
/// thread.
final class PathEnumeration {
  /// How often it goes one hop further before it gives up.
  static final int MAX_STEPS = 1_000_000;

  private static final int STEPS_BETWEEN_LOOKS = 1024;

  private final WalkedGraph graph;
  private final Vertex to;
  private final Set<Vertex> via;
  private final Map<Vertex, Map<Vertex, Integer>> distances;
  private final int most;
  private final BooleanSupplier late;
  private final List<List<Vertex>> found = new ArrayList<>();
  private final SequencedSet<Vertex> path = new LinkedHashSet<>();
  private int steps;
  private Cut.Reason cut;
  private boolean stopped;

  private PathEnumeration(
      WalkedGraph graph,
      Vertex to,
      Set<Vertex> via,
      Map<Vertex, Map<Vertex, Integer>> distances,
      int most,
      BooleanSupplier late) {
    this.graph = graph;
    this.to = to;
    this.via = via;
    this.distances = distances;
    this.most = most;
    this.late = late;
    this.cut = Cut.Reason.MAX_PATHS;
  }

  /// The paths of that length.
  ///
  /// @param paths each from its first to its last vertex
  /// @param stopped whether there may be more
  /// @param reason why it stopped
  record Listed(List<List<Vertex>> paths, boolean stopped, Cut.Reason reason) {
    Listed {
      paths = List.copyOf(paths);
    }
  }

  /// Lists them.
  ///
  /// @param most after how many it stops
  /// @param late whether the time is over
  static Listed of(
      WalkedGraph graph,
      Vertex from,
      Vertex to,
      Set<Vertex> via,
      int length,
      int most,
      BooleanSupplier late) {
    Map<Vertex, Map<Vertex, Integer>> distances = new HashMap<>();
    distances.put(to, graph.distancesTo(to, length));
    via.forEach(vertex -> distances.put(vertex, graph.distancesTo(vertex, length)));
    PathEnumeration enumeration =
        new PathEnumeration(graph, to, Set.copyOf(via), distances, most, late);
    enumeration.follow(from, length);
    return new Listed(enumeration.found, enumeration.stopped, enumeration.cut);
  }

  private void follow(Vertex vertex, int left) {
    path.add(vertex);
    if (left == 0) {
      found.add(List.copyOf(path));
      if (found.size() == most) {
        stop(Cut.Reason.MAX_PATHS);
      }
    } else {
      for (Vertex next : graph.next(vertex)) {
        if (stopped) {
          break;
        }
        if (!path.contains(next) && canEnd(next, left - 1)) {
          look();
          follow(next, left - 1);
        }
      }
    }
    path.remove(vertex);
  }

  private void look() {
    steps++;
    if (steps > MAX_STEPS) {
      stop(Cut.Reason.EXPANSIONS);
    } else if (steps % STEPS_BETWEEN_LOOKS == 0 && late.getAsBoolean()) {
      stop(Cut.Reason.TIME);
    }
  }

  private void stop(Cut.Reason reason) {
    stopped = true;
    cut = reason;
  }

  /// Whether the end, and before it all that has to be met, may be so near.
  private boolean canEnd(Vertex vertex, int left) {
    if (vertex.equals(to)) {
      return left == 0 && path.containsAll(via);
    }
    if (distance(vertex, to) > left) {
      return false;
    }
    for (Vertex wanted : via) {
      if (!path.contains(wanted) && distance(vertex, wanted) + distance(wanted, to) > left) {
        return false;
      }
    }
    return true;
  }

  /// More hops than any path has where there is no way; the sum of two does not overflow.
  private int distance(Vertex vertex, Vertex target) {
    return distances.getOrDefault(target, Map.of()).getOrDefault(vertex, 1_000);
  }
}
