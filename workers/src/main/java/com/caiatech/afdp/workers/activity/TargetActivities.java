package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.TrafficShare;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/// Changes, checks and observes what runs. Idempotent by deployment and instance; what a newer
/// deployment has taken over is left alone, because every change carries the sequence as its
/// fencing token.
@ActivityInterface(namePrefix = "Target")
public interface TargetActivities {
  /// The traffic of the service in the environment as it flows now.
  List<TrafficShare> observe(ServiceName service, EnvironmentName environment);

  /// Runs the checks of one stage, in the descriptor's order; all of them, whatever the first say.
  List<CheckResult> check(Rollout rollout, CheckStage stage);

  /// Starts one instance of the new release, waits until it is healthy, gives it traffic and
  /// retires one of the old; the last one retires all that are left.
  ///
  /// @param instance counts from 1
  StepOutcome replace(Rollout rollout, int instance);

  /// Gives all traffic back to the release that served before and removes the new one.
  StepOutcome restore(Rollout rollout);

  /// Says that the new release succeeded: it is what comes back after a restart of the target.
  void confirm(Rollout rollout);
}
