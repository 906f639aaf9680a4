package com.caiatech.afdp.graphmodel.projection;

/// How far the set of commits that a deployment shipped in a role is in the graph; the names are
/// the GraphQL enumeration's.
public enum RangeState {
  /// The set is in the graph; for a first deployment its count was compared.
  COMPLETE,
  /// The repository could not be read yet.
  PENDING,
  /// The set is too large: count, base and digest alone are kept.
  COUNT_ONLY,
  /// The repository gives another tree or another set than the worker recorded.
  MISMATCH,
  /// The repository has the commit and no longer the one that was deployed before: what was shipped
  /// is in the graph where the record proves it, what was withdrawn is not.
  VANISHED
}
