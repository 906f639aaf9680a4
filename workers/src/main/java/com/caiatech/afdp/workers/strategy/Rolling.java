package com.caiatech.afdp.workers.strategy;

import com.caiatech.afdp.schemas.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;

/// Replaces instance by instance: each new one takes its share of the traffic, and one of the old
/// ones goes. The new version is checked where it serves.
public record Rolling() implements Strategy {
  @Override
  public List<PlanStep> steps(int instances, List<PlanStep.Check> checks, long withinMillis) {
    List<PlanStep> steps = new ArrayList<>();
    for (int running = 1; running <= instances; running++) {
      steps.add(new PlanStep.Start(running, withinMillis));
      steps.add(new PlanStep.SetWeights(ALL * running / instances, withinMillis));
      steps.add(new PlanStep.Retire(instances - running, withinMillis));
    }
    steps.addAll(checks);
    return List.copyOf(steps);
  }
}
