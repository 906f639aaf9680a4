package com.caiatech.afdp.workers.rollout;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.Heartbeats;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.check.CheckContext;
import com.caiatech.afdp.workers.check.CheckRun;
import com.caiatech.afdp.workers.plan.Sources;
import com.caiatech.afdp.workers.plan.StartEvidence;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.target.Fence;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Preparation;
import com.caiatech.afdp.workers.target.Release;
import com.caiatech.afdp.workers.target.RestoreOutcome;
import com.caiatech.afdp.workers.target.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Rolls a release out on a target, instance by instance, and checks it. Whatever runs something
/// new is verified by the ledgers first, whoever asked for it; going back to what ran is not.
public final class TargetRollout implements TargetActivities {
  private static final int ALL = 100;

  private final Target target;
  private final Sources sources;
  private final StartEvidence evidence;

  public TargetRollout(Target target, Sources sources, StartEvidence evidence) {
    this.target = target;
    this.sources = sources;
    this.evidence = evidence;
  }

  @Override
  public List<TrafficShare> observe(ServiceName service, EnvironmentName environment) {
    return target.observe(service, environment);
  }

  @Override
  public List<CheckResult> check(Rollout rollout, CheckStage stage) {
    return guarded(
        goOn -> {
          requireEvidence(
              rollout,
              stage == CheckStage.PRE ? StartEvidence.Act.PRE_CHECK : StartEvidence.Act.INSTANCE);
          Descriptor descriptor = descriptor(rollout);
          CheckContext context = context(rollout, descriptor, stage);
          List<Descriptor.Check> checks =
              stage == CheckStage.PRE ? descriptor.checks().pre() : descriptor.checks().post();
          List<CheckResult> results = new ArrayList<>();
          for (Descriptor.Check check : checks) {
            goOn.run();
            results.add(CheckRun.run(check, stage, context).result());
          }
          return results;
        });
  }

  @Override
  public StepOutcome replace(Rollout rollout, int instance) {
    return guarded(goOn -> replaced(rollout, instance, goOn));
  }

  @Override
  public StepOutcome restore(Rollout rollout) {
    PreviousDeployment previous = rollout.previous();
    return guarded(
        goOn ->
            previous == null
                ? removed(rollout)
                : switch (target.restore(fence(rollout), previous.deploymentId(), goOn)) {
                  case RestoreOutcome.Restored _ -> succeeded(rollout);
                  case RestoreOutcome.Failed(Reason reason) -> failed(rollout, reason);
                });
  }

  @Override
  public void confirm(Rollout rollout) {
    guarded(
        goOn -> {
          target.confirm(fence(rollout), rollout.deploymentId());
          return rollout;
        });
  }

  /// @param act what is to run
  private void requireEvidence(Rollout rollout, StartEvidence.Act act) {
    Optional<Reason> refusal = evidence.refusal(rollout, act);
    if (refusal.isPresent()) {
      throw FailureTypes.unsound(refusal.get());
    }
  }

  /// What serves without the ledgers telling of it goes on serving.
  private StepOutcome removed(Rollout rollout) {
    Fence fence = fence(rollout);
    others(rollout).stream()
        .findFirst()
        .ifPresent(other -> target.shift(fence, List.of(new TrafficShare(other, ALL))));
    target.retire(fence, rollout.deploymentId(), 0);
    return succeeded(rollout);
  }

  private StepOutcome replaced(Rollout rollout, int instance, Runnable goOn) {
    requireEvidence(rollout, StartEvidence.Act.INSTANCE);
    Fence fence = fence(rollout);
    Descriptor descriptor = descriptor(rollout);
    Release release = release(rollout, descriptor);
    if (target.prepare(fence, release) instanceof Preparation.Refused(Reason reason)) {
      return failed(rollout, reason);
    }
    if (target.start(fence, release, instance, goOn)
        instanceof InstanceOutcome.Failed(Reason reason)) {
      return failed(rollout, reason);
    }
    int replicas = descriptor.run().replicas();
    List<DeploymentId> others = others(rollout);
    target.shift(fence, shares(rollout.deploymentId(), others, instance, replicas));
    for (DeploymentId other : others) {
      target.retire(fence, other, Math.max(0, replicas - instance));
    }
    return succeeded(rollout);
  }

  /// What else serves, the most first.
  private List<DeploymentId> others(Rollout rollout) {
    return now(rollout).stream()
        .filter(share -> !share.deploymentId().equals(rollout.deploymentId()))
        .sorted(Comparator.comparingInt(TrafficShare::weight).reversed())
        .map(TrafficShare::deploymentId)
        .toList();
  }

  /// What has most of the old traffic keeps what the new release does not take yet.
  private static List<TrafficShare> shares(
      DeploymentId ours, List<DeploymentId> others, int instance, int replicas) {
    if (others.isEmpty() || instance >= replicas) {
      return List.of(new TrafficShare(ours, ALL));
    }
    int weight = Math.max(1, ALL * instance / replicas);
    return List.of(
        new TrafficShare(ours, weight), new TrafficShare(others.getFirst(), ALL - weight));
  }

  private CheckContext context(Rollout rollout, Descriptor descriptor, CheckStage stage) {
    Optional<URI> service =
        stage == CheckStage.PRE
            ? Optional.empty()
            : Optional.of(target.address(rollout.service(), rollout.environment()));
    List<ProcessHandle> processes =
        target.processes(rollout.service(), rollout.environment(), rollout.deploymentId());
    return switch (target.prepare(fence(rollout), release(rollout, descriptor))) {
      case Preparation.Prepared prepared ->
          new CheckContext(
              prepared.application(),
              prepared.environment(),
              service,
              processes,
              prepared.output());
      case Preparation.Refused(Reason reason) -> throw FailureTypes.targetRefused(reason);
    };
  }

  private Descriptor descriptor(Rollout rollout) {
    return switch (sources.descriptor(rollout.service(), rollout.sources())) {
      case Sources.Found.Here<Sources.Described>(Sources.Described described) ->
          described.descriptor();
      case Sources.Found.Not<Sources.Described> not ->
          throw FailureTypes.targetRefused(not.message());
    };
  }

  private static Release release(Rollout rollout, Descriptor descriptor) {
    return Release.of(rollout.deploymentId(), rollout.sources(), descriptor);
  }

  private List<TrafficShare> now(Rollout rollout) {
    return target.observe(rollout.service(), rollout.environment());
  }

  private StepOutcome succeeded(Rollout rollout) {
    return new StepOutcome(StepResult.SUCCEEDED, now(rollout), null);
  }

  private StepOutcome failed(Rollout rollout, Reason reason) {
    return new StepOutcome(StepResult.FAILED, now(rollout), reason);
  }

  private static Fence fence(Rollout rollout) {
    return new Fence(rollout.service(), rollout.environment(), rollout.sequence());
  }

  private static <T> T guarded(Function<Runnable, T> work) {
    try {
      return Heartbeats.during(work);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }
}
