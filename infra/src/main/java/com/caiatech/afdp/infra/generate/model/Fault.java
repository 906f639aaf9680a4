package com.caiatech.afdp.infra.generate.model;

import java.util.List;

/// A fault of a commit.
///
/// @param symptom how it shows
/// @param path the file in which it is
/// @param probability how likely the commit was to have one, by the model
/// @param terms what the probability was made of; the names are those of [RiskModel]
public record Fault(Symptom symptom, String path, double probability, List<RiskModel.Term> terms) {
  public Fault {
    terms = List.copyOf(terms);
  }

  /// How a fault shows.
  public enum Symptom {
    CRASH,
    WRONG_RESULT,
    SLOW,
    CONFIGURATION,
    MIGRATION,
    DEPENDENCY
  }
}
