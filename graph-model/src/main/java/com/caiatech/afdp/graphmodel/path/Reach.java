package com.caiatech.afdp.graphmodel.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Finds what can be reached from a thing, layer by layer, each by the shortest path that comes
/// first in the order of the ids along it. Used once, by one thread.
final class Reach {
  private final ReachQuestion question;
  private final SearchBudget budget;
  private final Neighbours neighbours;
  private final BooleanSupplier late;
  private final Set<Vertex> met = new HashSet<>();
  private final List<List<Vertex>> found = new ArrayList<>();
  private int expansions;

  Reach(ReachQuestion question, SearchBudget budget, Neighbours neighbours, BooleanSupplier late) {
    this.question = question;
    this.budget = budget;
    this.neighbours = neighbours;
    this.late = late;
  }

  /// Finds as many things as are wanted and one more where there is one, by distance, then by id.
  ///
  /// @param after null for the first page
  LayeredSearch.Found search(PathSearch.@Nullable Place after) {
    Vertex from = neighbours.find("from", question.from());
    met.add(from);
    List<List<Vertex>> layer = List.of(List.of(from));
    for (int depth = 1; depth <= question.maxDepth() && !layer.isEmpty(); depth++) {
      if (late.getAsBoolean()) {
        return told(new Cut(depth, Cut.Reason.TIME));
      }
      Optional<Neighbours.Layer> read =
          neighbours.expand(
              layer.stream().map(List::getLast).toList(),
              question.side(),
              budget.expansions() - expansions);
      if (read.isEmpty()) {
        return told(new Cut(depth, Cut.Reason.EXPANSIONS));
      }
      expansions += read.get().read();
      List<List<Vertex>> reached = reached(layer, read.get());
      reached.stream()
          .filter(path -> question.bounds().targets().contains(path.getLast().kind()))
          .filter(path -> after == null || after.isBefore(path))
          .sorted(Comparator.comparing(List::getLast))
          .forEach(found::add);
      if (found.size() > question.first()) {
        return told(null);
      }
      layer =
          reached.stream()
              .filter(path -> question.bounds().through().contains(path.getLast().kind()))
              .toList();
    }
    return told(null);
  }

  /// The paths to what was not reached before, in the order of the ids along them: those of the
  /// layer are in that order, and the first that reaches a thing is its path.
  private List<List<Vertex>> reached(List<List<Vertex>> layer, Neighbours.Layer read) {
    List<List<Vertex>> paths = new ArrayList<>();
    for (List<Vertex> path : layer) {
      read.reached().getOrDefault(path.getLast(), List.of()).stream()
          .sorted()
          .filter(met::add)
          .forEach(
              vertex -> {
                List<Vertex> longer = new ArrayList<>(path);
                longer.add(vertex);
                paths.add(List.copyOf(longer));
              });
    }
    return paths;
  }

  private LayeredSearch.Found told(@Nullable Cut cut) {
    return new LayeredSearch.Found(
        found.subList(0, Math.min(found.size(), question.first() + 1)), cut, expansions);
  }
}
