package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries out the steps of a plan on a target, and observes what runs. Idempotent by deployment
/// and step; what a newer deployment has taken over is left alone, because every change carries the
/// sequence as its fencing token.
@ActivityInterface(namePrefix = "Target")
public interface TargetActivities {
  /// The traffic of the service in the environment as it flows now.
  List<TrafficShare> observe(ServiceName service, EnvironmentName environment);

  /// Runs one check of the descriptor.
  CheckResult check(Rollout rollout, PlanStep.Check check);

  /// Has so many instances of the new release run and be healthy.
  StepOutcome start(Rollout rollout, PlanStep.Start start);

  /// Divides new requests between the new release and what has most of the others.
  StepOutcome setWeights(Rollout rollout, PlanStep.SetWeights weights);

  /// Watches over the new release while what ran before is kept.
  ///
  /// @param until when it has served for long enough, so that a repetition does not begin anew
  StepOutcome bake(Rollout rollout, PlanStep.Bake bake, Instant until);

  /// Stops what runs beside the new release but so many instances.
  StepOutcome retire(Rollout rollout, PlanStep.Retire retire);

  /// Gives all traffic back to the release that served before and removes the new one.
  StepOutcome restore(Rollout rollout);

  /// The same for a deployment that no workflow carries out any more, where something of it still
  /// runs and it was never confirmed.
  ///
  /// @return null where there was nothing to go back from
  @Nullable StepOutcome restoreFromLost(Rollout lost);

  /// Says that the new release succeeded: it is what comes back after a restart of the target.
  void confirm(Rollout rollout);
}
