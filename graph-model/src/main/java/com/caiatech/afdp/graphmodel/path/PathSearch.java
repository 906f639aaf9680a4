package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.SimpleQueryRunner;

/// Answers questions for paths, and for what can be reached. A question is checked before anything
/// is asked of the graph.
public final class PathSearch {
  private final SearchBudget budget;

  public PathSearch(SearchBudget budget) {
    this.budget = budget;
  }

  /// A question that was checked.
  @FunctionalInterface
  public interface Checked {
    /// Searches, and gives the map of which the catalogue tells.
    ///
    /// @throws GraphModelException.NotFound where the graph does not have what the question names
    Map<String, Object> search(SimpleQueryRunner transaction);
  }

  /// The place of a thing among all that can be reached.
  ///
  /// @param question tells the question from others
  /// @param distance in hops
  /// @param id the global id of the thing
  public record Place(String question, long distance, String id) {
    /// Whether what a path leads to comes after it.
    boolean isBefore(List<Vertex> path) {
      int distant = path.size() - 1;
      return distance < distant || (distance == distant && id.compareTo(path.getLast().id()) < 0);
    }
  }

  /// The paths between two things.
  ///
  /// @param arguments of the field `paths`
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  public Checked paths(Map<String, @Nullable Object> arguments) {
    PathQuestion question = PathQuestion.of(arguments);
    return transaction -> {
      Neighbours neighbours = new Neighbours(transaction, question.bounds());
      LayeredSearch.Found found = new LayeredSearch(question, budget, neighbours, timer()).search();
      Map<String, Object> told =
          FoundPaths.told(found.cut(), found.expansions(), question.bounds());
      Neighbours.Side side = question.directed() ? Neighbours.Side.OUTGOING : Neighbours.Side.ANY;
      told.put("paths", new FoundPaths(neighbours, side).told(found.paths()));
      return told;
    };
  }

  /// What can be reached from a thing, as many things as the argument `first` says.
  ///
  /// @param arguments of the field `reachable`
  /// @param after the place of the last thing of the page before; null for the first page
  /// @param cursor of a place
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  public Checked reachable(
      Map<String, @Nullable Object> arguments,
      @Nullable Place after,
      Function<Place, String> cursor) {
    ReachQuestion question = ReachQuestion.of(arguments);
    String fingerprint = question.fingerprint();
    if (after != null && !after.question.equals(fingerprint)) {
      throw new GraphModelException.InvalidArgument(
          "after: expected a cursor that the same question gave out, found one of a question with"
              + " other arguments; ask again without it to start from the first page");
    }
    return transaction -> {
      Neighbours neighbours = new Neighbours(transaction, question.bounds());
      LayeredSearch.Found found = new Reach(question, budget, neighbours, timer()).search(after);
      List<List<Vertex>> page =
          found.paths().subList(0, Math.min(question.first(), found.paths().size()));
      List<Map<String, Object>> edges = new ArrayList<>();
      for (Map<String, Object> path : new FoundPaths(neighbours, question.side()).told(page)) {
        List<Vertex> along = page.get(edges.size());
        Vertex reached = along.getLast();
        Map<String, Object> edge = new HashMap<>(path);
        edge.put("nodeId", reached.id());
        edge.put("nodeType", reached.kind().label());
        edge.put("cursor", cursor.apply(new Place(fingerprint, along.size() - 1L, reached.id())));
        edges.add(edge);
      }
      Map<String, Object> told =
          FoundPaths.told(found.cut(), found.expansions(), question.bounds());
      told.put("edges", edges);
      told.put("pages", List.of(page(edges, found.paths().size() > page.size(), after != null)));
      return told;
    };
  }

  private static Map<String, Object> page(
      List<Map<String, Object>> edges, boolean next, boolean previous) {
    Map<String, Object> page = new HashMap<>();
    page.put("hasNextPage", next);
    page.put("hasPreviousPage", previous);
    page.put("startCursor", edges.isEmpty() ? null : edges.getFirst().get("cursor"));
    page.put("endCursor", edges.isEmpty() ? null : edges.getLast().get("cursor"));
    return page;
  }

  /// Whether the time that a search has from now on is over.
  private BooleanSupplier timer() {
    long begun = System.nanoTime();
    return () -> System.nanoTime() - begun > budget.time().toNanos();
  }
}
