package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells what serves, and can do nothing else.
public class ServingTarget implements TargetActivities {
  private volatile @Nullable DeploymentId deployment;

  /// Lets all traffic go to the deployment.
  public void serve(DeploymentId now) {
    deployment = now;
  }

  @Override
  public List<TrafficShare> observe(ServiceName service, EnvironmentName environment) {
    DeploymentId now = deployment;
    return now == null ? List.of() : List.of(new TrafficShare(now, 100));
  }

  @Override
  public CheckResult check(Rollout rollout, PlanStep.Check check) {
    throw new AssertionError("expected no check");
  }

  @Override
  public StepOutcome start(Rollout rollout, PlanStep.Start start) {
    throw new AssertionError("expected nothing to be started");
  }

  @Override
  public StepOutcome setWeights(Rollout rollout, PlanStep.SetWeights weights) {
    throw new AssertionError("expected no traffic to be moved");
  }

  @Override
  public StepOutcome bake(Rollout rollout, PlanStep.Bake bake, Instant until) {
    throw new AssertionError("expected nothing to be watched");
  }

  @Override
  public StepOutcome retire(Rollout rollout, PlanStep.Retire retire) {
    throw new AssertionError("expected nothing to be retired");
  }

  @Override
  public StepOutcome restore(Rollout rollout) {
    throw new AssertionError("expected nothing to be restored");
  }

  @Override
  public @Nullable StepOutcome restoreFromLost(Rollout lost) {
    return null;
  }

  @Override
  public void confirm(Rollout rollout) {
    throw new AssertionError("expected nothing to be confirmed");
  }
}
