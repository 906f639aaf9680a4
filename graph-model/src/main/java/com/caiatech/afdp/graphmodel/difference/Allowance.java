package com.caiatech.afdp.graphmodel.difference;

import com.caiatech.afdp.graphmodel.path.Cut;
import com.caiatech.afdp.graphmodel.path.SearchBudget;
import org.jspecify.annotations.Nullable;

/// What is left of one search's budget. Used by one thread.
final class Allowance {
  private final SearchBudget budget;
  private final long begun = System.nanoTime();
  private int used;
  private Cut.@Nullable Reason cut;

  Allowance(SearchBudget budget) {
    this.budget = budget;
  }

  /// Whether the search has to end; what ended it is kept.
  boolean isUsedUp() {
    if (used >= budget.expansions()) {
      cut = Cut.Reason.EXPANSIONS;
    } else if (System.nanoTime() - begun > budget.time().toNanos()) {
      cut = Cut.Reason.TIME;
    }
    return cut != null;
  }

  void use(int relationships) {
    used += relationships;
  }

  int left() {
    return Math.max(1, budget.expansions() - used);
  }

  int used() {
    return used;
  }

  /// What ended the search; null where nothing did.
  @Nullable String cut() {
    return cut == null ? null : cut.name();
  }
}
