package com.caiatech.afdp.graphmodel.path;

/// Why a search ended before all was found, as the GraphQL enumeration `SearchCut` has it.
///
/// @param depth all that is nearer than that was found
public record Cut(int depth, Reason reason) {
  /// What was used up.
  public enum Reason {
    MAX_PATHS,
    EXPANSIONS,
    TIME
  }
}
