package com.caiatech.afdp.workers.strategy;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts the new version beside the old one and checks it before it has traffic, switches all
/// traffic at once, and keeps the old version for a while: going back is one switch until then.
///
/// @param keepMillis how long the old version is kept after the switch
/// @param beforeSwitch a pause between the checks and the switch
public record BlueGreen(long keepMillis, Descriptor.@Nullable Pause beforeSwitch)
    implements Strategy {
  @Override
  public List<PlanStep> steps(int instances, List<PlanStep.Check> checks, Deadlines deadlines) {
    long within = deadlines.stepMillis();
    List<PlanStep> steps = new ArrayList<>();
    steps.add(new PlanStep.Start(instances, within));
    steps.addAll(checks);
    if (beforeSwitch != null) {
      steps.add(Strategy.pause(beforeSwitch, deadlines));
    }
    steps.add(new PlanStep.SetWeights(ALL, within));
    steps.add(new PlanStep.Bake(keepMillis, keepMillis + within));
    steps.add(new PlanStep.Retire(0, within));
    return List.copyOf(steps);
  }
}
