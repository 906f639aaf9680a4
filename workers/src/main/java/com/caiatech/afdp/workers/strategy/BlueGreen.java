package com.caiatech.afdp.workers.strategy;

import com.caiatech.afdp.schemas.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;

/// Starts the new version beside the old one and checks it before it has traffic, switches all
/// traffic at once, and keeps the old version for a while: going back is one switch until then.
///
/// @param keepMillis how long the old version is kept after the switch
public record BlueGreen(long keepMillis) implements Strategy {
  @Override
  public List<PlanStep> steps(int instances, List<PlanStep.Check> checks, long withinMillis) {
    List<PlanStep> steps = new ArrayList<>();
    steps.add(new PlanStep.Start(instances, withinMillis));
    steps.addAll(checks);
    steps.add(new PlanStep.SetWeights(ALL, withinMillis));
    steps.add(new PlanStep.Bake(keepMillis, keepMillis + withinMillis));
    steps.add(new PlanStep.Retire(0, withinMillis));
    return List.copyOf(steps);
  }
}
