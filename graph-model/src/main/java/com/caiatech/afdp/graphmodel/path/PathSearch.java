package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.SimpleQueryRunner;

/// Answers questions for paths. A question is checked before anything is asked of the graph.
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

  /// Whether the time that a search has from now on is over.
  private BooleanSupplier timer() {
    long begun = System.nanoTime();
    return () -> System.nanoTime() - begun > budget.time().toNanos();
  }
}
