package com.caiatech.afdp.workers.strategy;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import java.time.Duration;
import java.util.List;

/// How a new version takes over from the old one.
public sealed interface Strategy permits Rolling, BlueGreen {
  /// The weight of all traffic.
  int ALL = 100;

  /// The strategy that a descriptor asks for. What a rollback goes back from is not kept.
  static Strategy of(Descriptor.Strategy settings, DeploymentType type) {
    return switch (settings) {
      case Descriptor.Rolling _ -> new Rolling();
      case Descriptor.BlueGreen blueGreen ->
          new BlueGreen(
              type == DeploymentType.ROLLBACK
                  ? 0
                  : Duration.ofSeconds(blueGreen.scaleDownDelaySeconds()).toMillis());
    };
  }

  /// The steps from the first instance of the new version to the last of the old one, the checks of
  /// the new one among them.
  ///
  /// @param instances of the new version
  /// @param checks of the new version, in their order
  /// @param withinMillis the deadline of each step
  List<PlanStep> steps(int instances, List<PlanStep.Check> checks, long withinMillis);
}
