package com.caiatech.afdp.infra.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step of a deployment's plan, and what has become of it.
///
/// @param number counts from 1 within the plan
/// @param name what the plan calls it, with its settings
/// @param detail how far it is or why it failed; empty where there is nothing to say
/// @param took how long it took, or takes since; null where that is not known
/// @param decisions what people decided on it, a line each
public record StepProgress(
    int number,
    String name,
    StepState state,
    String detail,
    @Nullable Duration took,
    List<String> decisions) {
  public StepProgress {
    decisions = List.copyOf(decisions);
  }
}
