package com.caiatech.afdp.workers.strategy;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How a new version takes over from the old one.
public sealed interface Strategy permits Rolling, BlueGreen {
  /// The weight of all traffic.
  int ALL = 100;

  /// How long the steps of a plan may take.
  ///
  /// @param stepMillis each, beside what it waits for by itself
  /// @param pauseMillis a pause that somebody has to end
  record Deadlines(long stepMillis, long pauseMillis) {}

  /// The strategy that a descriptor asks for. A rollback stands still nowhere, and keeps nothing of
  /// what it goes back from.
  static Strategy of(Descriptor.Strategy settings, DeploymentType type) {
    boolean rollback = type == DeploymentType.ROLLBACK;
    return switch (settings) {
      case Descriptor.Rolling rolling -> new Rolling(rollback ? Map.of() : rolling.pauses());
      case Descriptor.BlueGreen blueGreen ->
          rollback
              ? new BlueGreen(0, null)
              : new BlueGreen(
                  Duration.ofSeconds(blueGreen.scaleDownDelaySeconds()).toMillis(),
                  blueGreen.beforeSwitch());
    };
  }

  /// The steps from the first instance of the new version to the last of the old one, the checks of
  /// the new one among them.
  ///
  /// @param instances of the new version
  /// @param checks of the new version, in their order
  List<PlanStep> steps(int instances, List<PlanStep.Check> checks, Deadlines deadlines);

  /// A pause as a step.
  static PlanStep.Pause pause(Descriptor.Pause pause, Deadlines deadlines) {
    Integer seconds = pause.seconds();
    long millis =
        seconds == null ? deadlines.pauseMillis() : Duration.ofSeconds(seconds).toMillis();
    return new PlanStep.Pause(millis, seconds == null, millis + deadlines.stepMillis());
  }
}
