package com.caiatech.afdp.workers.rollout;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PlanStep;
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
import com.caiatech.afdp.workers.target.ShiftOutcome;
import com.caiatech.afdp.workers.target.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Carries out the steps of a plan on a target, and checks what runs there. Whatever runs something
/// new, or gives it traffic, is verified by the ledgers first, whoever asked for it; going back to
/// what ran is not.
public final class TargetRollout implements TargetActivities {
  private static final int ALL = 100;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Target target;
  private final Sources sources;
  private final StartEvidence evidence;
  private final WayBack wayBack;
  private final Set<DeploymentId> busy = ConcurrentHashMap.newKeySet();

  public TargetRollout(Target target, Sources sources, StartEvidence evidence) {
    this.target = target;
    this.sources = sources;
    this.evidence = evidence;
    this.wayBack = new WayBack(target);
  }

  @Override
  public List<TrafficShare> observe(ServiceName service, EnvironmentName environment) {
    return target.observe(service, environment);
  }

  @Override
  public CheckResult check(Rollout rollout, PlanStep.Check check) {
    return alone(rollout, _ -> checked(rollout, check));
  }

  @Override
  public StepOutcome start(Rollout rollout, PlanStep.Start start) {
    return alone(rollout, goOn -> started(rollout, start.instances(), goOn));
  }

  @Override
  public StepOutcome setWeights(Rollout rollout, PlanStep.SetWeights weights) {
    return alone(rollout, _ -> shifted(rollout, weights.weight()));
  }

  @Override
  public StepOutcome bake(Rollout rollout, PlanStep.Bake bake, Instant until) {
    return guarded(goOn -> baked(rollout, until, goOn));
  }

  @Override
  public StepOutcome retire(Rollout rollout, PlanStep.Retire retire) {
    return alone(rollout, _ -> retired(rollout, retire.keep()));
  }

  @Override
  public StepOutcome restore(Rollout rollout) {
    PreviousDeployment previous = rollout.previous();
    return alone(
        rollout,
        goOn ->
            previous == null
                ? removed(rollout)
                : outcome(rollout, target.restore(fence(rollout), previous.deploymentId(), goOn)));
  }

  @Override
  public @Nullable StepOutcome restoreFromLost(Rollout lost) {
    return alone(lost, goOn -> wayBack.from(lost, goOn).map(it -> outcome(lost, it))).orElse(null);
  }

  private StepOutcome outcome(Rollout rollout, RestoreOutcome outcome) {
    return switch (outcome) {
      case RestoreOutcome.Restored _ -> succeeded(rollout);
      case RestoreOutcome.Failed(Reason reason) -> failed(rollout, reason);
    };
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
    Optional<DeploymentId> other = others(rollout).findFirst();
    if (other.isPresent()
        && target.shift(fence, List.of(new TrafficShare(other.get(), ALL)))
            instanceof ShiftOutcome.Refused(Reason reason)) {
      return failed(rollout, reason);
    }
    target.retire(fence, rollout.deploymentId(), 0);
    return succeeded(rollout);
  }

  private StepOutcome started(Rollout rollout, int instances, Runnable goOn) {
    requireEvidence(rollout, StartEvidence.Act.INSTANCE);
    Release release = release(rollout, descriptor(rollout));
    return switch (target.start(fence(rollout), release, instances, goOn)) {
      case InstanceOutcome.Healthy _ -> succeeded(rollout);
      case InstanceOutcome.Failed(Reason reason) -> failed(rollout, reason);
    };
  }

  private StepOutcome shifted(Rollout rollout, int weight) {
    requireEvidence(rollout, StartEvidence.Act.INSTANCE);
    return switch (target.shift(fence(rollout), shares(rollout, weight))) {
      case ShiftOutcome.Shifted _ -> succeeded(rollout);
      case ShiftOutcome.Refused(Reason reason) -> failed(rollout, reason);
    };
  }

  /// The time is over once all of it answers then: what hangs is still taken for healthy until it
  /// was asked often enough.
  private StepOutcome baked(Rollout rollout, Instant until, Runnable goOn) {
    do {
      goOn.run();
      if (addresses(rollout).isEmpty()) {
        return failed(
            rollout,
            Reason.of("no instance of deployment {} is healthy any more")
                .with(rollout.deploymentId()));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    } while (Instant.now().isBefore(until)
        || !target.answers(rollout.service(), rollout.environment(), rollout.deploymentId()));
    return succeeded(rollout);
  }

  private List<URI> addresses(Rollout rollout) {
    return target.addresses(rollout.service(), rollout.environment(), rollout.deploymentId());
  }

  /// A new release that has no traffic yet is asked at its instances.
  private List<URI> checkedAt(Rollout rollout, CheckStage stage) {
    if (stage == CheckStage.PRE) {
      return List.of();
    }
    boolean serves =
        now(rollout).stream().anyMatch(it -> it.deploymentId().equals(rollout.deploymentId()));
    return serves
        ? List.of(target.address(rollout.service(), rollout.environment()))
        : addresses(rollout);
  }

  /// Nothing that serves is stopped altogether.
  private StepOutcome retired(Rollout rollout, int keep) {
    requireEvidence(rollout, StartEvidence.Act.INSTANCE);
    Optional<DeploymentId> serving = others(rollout).findFirst();
    if (keep == 0 && serving.isPresent()) {
      return failed(
          rollout,
          Reason.of(
                  "expected all traffic to go to deployment {} before what ran before is stopped, found some at deployment {}; nothing was stopped")
              .with(rollout.deploymentId())
              .with(serving.get()));
    }
    for (DeploymentId other : target.running(rollout.service(), rollout.environment())) {
      if (!other.equals(rollout.deploymentId())) {
        target.retire(fence(rollout), other, keep);
      }
    }
    return succeeded(rollout);
  }

  private CheckResult checked(Rollout rollout, PlanStep.Check asked) {
    boolean pre = asked.stage().equals(PlanStep.Check.PRE);
    requireEvidence(rollout, pre ? StartEvidence.Act.PRE_CHECK : StartEvidence.Act.INSTANCE);
    Descriptor descriptor = descriptor(rollout);
    CheckStage stage = pre ? CheckStage.PRE : CheckStage.POST;
    Descriptor.Checks checks = descriptor.checks();
    Descriptor.Check check =
        (pre ? checks.pre() : checks.post())
            .stream()
                .filter(it -> it.name().equals(asked.name()))
                .findFirst()
                .orElseThrow(
                    () ->
                        FailureTypes.targetRefused(
                            Reason.of(
                                    "the descriptor of the pinned commit has no such {}-deployment check")
                                .with(stage)));
    return CheckRun.run(check, stage, context(rollout, descriptor, stage)).result();
  }

  /// What else serves, the most first.
  private Stream<DeploymentId> others(Rollout rollout) {
    return now(rollout).stream()
        .filter(share -> !share.deploymentId().equals(rollout.deploymentId()))
        .sorted(Comparator.comparingInt(TrafficShare::weight).reversed())
        .map(TrafficShare::deploymentId);
  }

  /// What has most of the old traffic keeps what the new release does not take yet.
  private List<TrafficShare> shares(Rollout rollout, int weight) {
    DeploymentId ours = rollout.deploymentId();
    return others(rollout)
        .findFirst()
        .filter(_ -> weight < ALL)
        .map(
            other -> List.of(new TrafficShare(ours, weight), new TrafficShare(other, ALL - weight)))
        .orElseGet(() -> List.of(new TrafficShare(ours, ALL)));
  }

  private CheckContext context(Rollout rollout, Descriptor descriptor, CheckStage stage) {
    List<ProcessHandle> processes =
        target.processes(rollout.service(), rollout.environment(), rollout.deploymentId());
    return switch (target.prepare(fence(rollout), release(rollout, descriptor))) {
      case Preparation.Prepared prepared ->
          new CheckContext(
              prepared.application(),
              prepared.environment(),
              checkedAt(rollout, stage),
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

  private Release release(Rollout rollout, Descriptor descriptor) {
    return Release.of(rollout.deploymentId(), rollout.sources(), descriptor)
        .withKeptFrom(evidence.goneBackTo(rollout).orElse(null));
  }

  private List<TrafficShare> now(Rollout rollout) {
    return target.observe(rollout.service(), rollout.environment());
  }

  private StepOutcome succeeded(Rollout rollout) {
    return new StepOutcome(StepResult.SUCCEEDED, now(rollout), null);
  }

  private StepOutcome failed(Rollout rollout, Reason reason) {
    return new StepOutcome(
        StepResult.FAILED,
        now(rollout),
        target
            .statistics(rollout.service(), rollout.environment(), rollout.deploymentId())
            .filter(seen -> seen.requests() > 0)
            .map(
                seen ->
                    Reason.of("{}; it answered {} requests, {} of them with an error")
                        .with(reason)
                        .with(seen.requests())
                        .with(seen.errors()))
            .orElse(reason));
  }

  static Fence fence(Rollout rollout) {
    return new Fence(rollout.service(), rollout.environment(), rollout.sequence());
  }

  private static <T> T guarded(Function<Runnable, T> work) {
    try {
      return Heartbeats.during(work);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  /// An attempt whose heartbeats did not arrive goes on until it learns that it was given up; the
  /// next one waits for that, so that never two change the target for one deployment, or work in
  /// one checkout.
  private <T> T alone(Rollout rollout, Function<Runnable, T> work) {
    return guarded(
        goOn -> {
          while (!busy.add(rollout.deploymentId())) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            goOn.run();
          }
          try {
            return work.apply(goOn);
          } finally {
            busy.remove(rollout.deploymentId());
          }
        });
  }
}
