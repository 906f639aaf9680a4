package com.caiatech.afdp.schemas.record;

import java.util.List;

/// Who may claim that an incident's cause was found by a method.
///
/// @param asserters {@link #PERSON}, {@link PersonAction#WORKER} or both
public record CausalMethodRule(CausalMethod method, List<String> asserters) {
  /// Any person, with intent.
  public static final String PERSON = "person";

  public CausalMethodRule {
    asserters = List.copyOf(asserters);
  }
}
