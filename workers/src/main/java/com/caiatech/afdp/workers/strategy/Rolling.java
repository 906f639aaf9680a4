package com.caiatech.afdp.workers.strategy;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Replaces instance by instance: each new one takes its share of the traffic, and one of the old
/// ones goes. The new version is checked where it serves.
///
/// @param pauses by the number of new instances that serve by then
public record Rolling(Map<Integer, Descriptor.Pause> pauses) implements Strategy {
  public Rolling {
    pauses = Map.copyOf(pauses);
  }

  @Override
  public List<PlanStep> steps(int instances, List<PlanStep.Check> checks, Deadlines deadlines) {
    long within = deadlines.stepMillis();
    List<PlanStep> steps = new ArrayList<>();
    for (int running = 1; running <= instances; running++) {
      steps.add(new PlanStep.Start(running, within));
      steps.add(new PlanStep.SetWeights(ALL * running / instances, within));
      steps.add(new PlanStep.Retire(instances - running, within));
      Descriptor.Pause pause = pauses.get(running);
      if (pause != null) {
        steps.add(Strategy.pause(pause, deadlines));
      }
    }
    steps.addAll(checks);
    return List.copyOf(steps);
  }
}
