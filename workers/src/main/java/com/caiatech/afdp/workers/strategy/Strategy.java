package com.caiatech.afdp.workers.strategy;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.plan.PlanStep;
import java.util.List;

/// How a new version takes over from the old one.
public sealed interface Strategy permits Rolling {
  /// The strategy that a descriptor asks for.
  static Strategy of(Descriptor.Strategy settings) {
    return new Rolling();
  }

  /// The steps from the first instance of the new version to the last of the old one, the checks of
  /// the new one among them.
  ///
  /// @param instances of the new version
  /// @param checks of the new version, in their order
  /// @param withinMillis the deadline of each step
  List<PlanStep> steps(int instances, List<PlanStep.Check> checks, long withinMillis);
}
