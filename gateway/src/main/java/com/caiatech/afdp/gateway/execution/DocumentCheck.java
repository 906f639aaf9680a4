package com.caiatech.afdp.gateway.execution;

import java.util.Optional;

/// Judges a document that somebody wants to keep, by what it would come to if it was sent now. A
/// request's context has the engine's.
@FunctionalInterface
public interface DocumentCheck {
  /// Where no documents are taken.
  DocumentCheck NONE = _ -> Optional.of("expected no document here, found one");

  /// What is wrong with it: it is no GraphQL, does not fit the schema or the limits, is anything
  /// but one query, or costs more than one request may with variables counted by their default
  /// values. Empty for a good one; nothing is executed.
  Optional<String> problem(String document);
}
