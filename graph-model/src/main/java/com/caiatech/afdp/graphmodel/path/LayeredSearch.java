package com.caiatech.afdp.graphmodel.path;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Finds the shortest simple paths from both ends at once, layer by layer: the end with the smaller
/// frontier goes on, by one statement. Once the layers have so many hops together, every path of
/// that length is in what was read, so that a search which is cut has told all shorter paths and
/// nothing else. Used once, by one thread.
final class LayeredSearch {
  private final PathQuestion question;
  private final SearchBudget budget;
  private final Neighbours neighbours;
  private final BooleanSupplier late;
  private final WalkedGraph graph = new WalkedGraph();
  private final List<List<Vertex>> found = new ArrayList<>();
  private int expansions;

  LayeredSearch(
      PathQuestion question, SearchBudget budget, Neighbours neighbours, BooleanSupplier late) {
    this.question = question;
    this.budget = budget;
    this.neighbours = neighbours;
    this.late = late;
  }

  /// What a search gives.
  ///
  /// @param paths each from its first to its last vertex; by length, then by the ids along it
  /// @param cut where it ended before all was found; null where it did not
  /// @param expansions relationships that were looked at
  record Found(List<List<Vertex>> paths, @Nullable Cut cut, int expansions) {
    Found {
      paths = List.copyOf(paths);
    }
  }

  /// One end, with how far it has come.
  private static final class End {
    private final boolean forward;
    private final Vertex other;
    private final Set<Vertex> met = new HashSet<>();
    private Collection<Vertex> frontier;
    private int depth;
    private boolean tooLarge;

    End(boolean forward, Vertex vertex, Vertex other) {
      this.forward = forward;
      this.other = other;
      this.frontier = List.of(vertex);
      met.add(vertex);
    }
  }

  Found search() {
    Vertex from = neighbours.find("from", question.from());
    Vertex to = neighbours.find("to", question.to());
    Set<Vertex> via = new LinkedHashSet<>();
    question.via().forEach(thing -> via.add(neighbours.find("via", thing)));
    End first = new End(true, from, to);
    End last = new End(false, to, from);
    int told = 0;
    while (true) {
      int complete =
          first.frontier.isEmpty() || last.frontier.isEmpty()
              ? question.maxDepth()
              : first.depth + last.depth;
      for (int length = told + 1; length <= complete; length++) {
        Cut cut = list(from, to, via, length);
        if (cut != null || (question.shortestOnly() && !found.isEmpty())) {
          return new Found(found, cut, expansions);
        }
      }
      told = complete;
      if (complete >= question.maxDepth()) {
        return new Found(found, null, expansions);
      }
      if (found.size() == question.maxPaths()) {
        return new Found(found, new Cut(told + 1, Cut.Reason.MAX_PATHS), expansions);
      }
      if (late.getAsBoolean()) {
        return new Found(found, new Cut(told + 1, Cut.Reason.TIME), expansions);
      }
      if (!deepen(first, last)) {
        return new Found(found, new Cut(told + 1, Cut.Reason.EXPANSIONS), expansions);
      }
    }
  }

  /// Adds the paths of that length, as far as they are wanted; one more than that is looked for.
  private @Nullable Cut list(Vertex from, Vertex to, Set<Vertex> via, int length) {
    int wanted = question.maxPaths() - found.size();
    PathEnumeration.Listed listed =
        PathEnumeration.of(graph, from, to, via, length, wanted + 1, late);
    found.addAll(listed.paths().subList(0, Math.min(wanted, listed.paths().size())));
    return listed.stopped() ? new Cut(length, listed.reason()) : null;
  }

  /// Goes one hop further at the end where that costs less; where it costs too much, at the other.
  private boolean deepen(End first, End last) {
    End nearer = first.frontier.size() <= last.frontier.size() ? first : last;
    return expand(nearer) || expand(nearer.forward ? last : first);
  }

  private boolean expand(End end) {
    if (end.tooLarge) {
      return false;
    }
    Neighbours.Side onwards = question.directed() ? Neighbours.Side.OUTGOING : Neighbours.Side.ANY;
    Optional<Neighbours.Layer> layer =
        neighbours.expand(
            end.frontier,
            end.forward ? onwards : onwards.reversed(),
            budget.expansions() - expansions);
    if (layer.isEmpty()) {
      end.tooLarge = true;
      return false;
    }
    expansions += layer.get().read();
    Set<Vertex> next = new LinkedHashSet<>();
    for (Map.Entry<Vertex, List<Vertex>> reached : layer.get().reached().entrySet()) {
      for (Vertex vertex : reached.getValue()) {
        graph.add(end.forward ? reached.getKey() : vertex, end.forward ? vertex : reached.getKey());
        if (end.met.add(vertex) && !vertex.equals(end.other)) {
          next.add(vertex);
        }
      }
    }
    end.frontier = next;
    end.depth++;
    return true;
  }
}
