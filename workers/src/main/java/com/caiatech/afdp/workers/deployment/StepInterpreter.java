package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.deployment.Backlog.Pending;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries out the steps of a plan, each within its deadline and with its record: nothing else
/// knows what a step means for a deployment.
final class StepInterpreter {
  private final Chronicle chronicle;
  private final ApprovalDesk approvals;
  private final Steering steering;
  private final DeploymentManifestOpened manifest;
  private final Rollout rollout;
  private final Duration longestHold;
  private final List<Pending> preChecks = new ArrayList<>();
  private final List<Pending> postChecks = new ArrayList<>();
  private @Nullable Ending failedCheck;
  private boolean touched;
  private int steps;

  /// @param longestHold how long a person's pause lasts, at most
  StepInterpreter(
      Chronicle chronicle,
      ApprovalDesk approvals,
      Steering steering,
      DeploymentManifestOpened manifest,
      Rollout rollout,
      Duration longestHold) {
    this.chronicle = chronicle;
    this.approvals = approvals;
    this.steering = steering;
    this.manifest = manifest;
    this.rollout = rollout;
    this.longestHold = longestHold;
  }

  /// Whether anything was started, or was to be.
  boolean hasBegun() {
    return touched;
  }

  /// The checks before anything was changed, as far as they ran.
  List<RecordRef> preChecks() {
    return refs(preChecks);
  }

  /// The checks of the new version, as far as they ran.
  List<RecordRef> postChecks() {
    return refs(postChecks);
  }

  private static List<RecordRef> refs(List<Pending> checks) {
    return checks.stream().flatMap(check -> check.ref().stream()).toList();
  }

  /// Carries out the steps until one does not succeed.
  Ending run() {
    int number = 0;
    for (PlanStep step : plan().steps()) {
      chronicle.step(++number);
      Optional<Ending> ending =
          step instanceof PlanStep.Check check
              ? held().or(() -> check(check))
              : failedCheck().or(this::held).or(() -> other(step));
      if (ending.isPresent()) {
        return ending.get();
      }
    }
    return watchedUntil(chronicle::isDurable)
        .map(seen -> Ending.failed(why(seen)))
        .orElse(Ending.SUCCEEDED);
  }

  /// Confirms what succeeded, and goes back where an instance was to start and it did not.
  Closing close(Ending ending) {
    chronicle.step(null);
    Ending last = ending.status() == DeploymentStatus.SUCCEEDED ? confirmed() : ending;
    if (!touched || last.status() == DeploymentStatus.SUCCEEDED) {
      return new Closing(last, null);
    }
    return Closing.after(last, restore(), rollout.previous());
  }

  /// How a deployment ends.
  ///
  /// @param restored what was given the traffic back
  record Closing(Ending ending, @Nullable DeploymentId restored) {
    /// How it ends once it was gone back from.
    ///
    /// @param previous what served before
    static Closing after(
        Ending ending, StepOutcome wentBack, @Nullable PreviousDeployment previous) {
      return wentBack.result() == StepResult.SUCCEEDED
          ? new Closing(ending, previous == null ? null : previous.deploymentId())
          : new Closing(
              ending.adding(Reason.of("going back failed: {}").with(why(wentBack))), null);
    }
  }

  /// Stands still as long as a person's pause lasts, and keeps an eye on what was started.
  private Optional<Ending> held() {
    steering.begin(null);
    long within = longestHold.toMillis() + closeWithinMillis();
    while (steering.hold().isPresent()) {
      Reason paused = Steering.said(steering.hold().get());
      chronicle.enter(DeploymentPhase.PAUSED, paused.text());
      Optional<StepOutcome> stood = steering.interruptible(() -> stood(longestHold, within));
      if (stood.isPresent() && steering.hold().isPresent()) {
        return Optional.of(
            Ending.failed(
                stood.get().result() == StepResult.FAILED
                    ? why(stood.get())
                    : Reason.of("{}, and nobody resumed it within {} s")
                        .with(paused)
                        .with(longestHold.toSeconds())));
      }
    }
    return Optional.empty();
  }

  private Optional<Ending> other(PlanStep step) {
    steering.begin(step);
    return switch (step) {
      case PlanStep.Approve approve -> approved(approve);
      case PlanStep.Start start -> {
        go();
        yield act(start, () -> target(start).start(rollout, start));
      }
      case PlanStep.SetWeights weights -> {
        Optional<Ending> ending = act(weights, () -> moved(weights));
        if (weights.weight() == Chronicle.ALL) {
          chronicle.catchUp();
        }
        yield ending;
      }
      case PlanStep.Pause pause -> {
        enter(
            DeploymentPhase.PAUSED,
            pause.needsPromotion()
                ? "waits until somebody promotes it"
                : "pauses for %d s".formatted(pause.forMillis() / 1_000));
        yield carriedOut(pause, () -> paused(pause));
      }
      case PlanStep.Bake bake -> act(bake, () -> baked(bake, bake.forMillis()));
      case PlanStep.Retire retire -> act(retire, () -> target(retire).retire(rollout, retire));
      case PlanStep.Check _, PlanStep.Unknown _ ->
          throw new IllegalStateException("a step that is not carried out here: " + step);
      case PlanStep.Confirm _, PlanStep.Restore _, PlanStep.Close _ -> Optional.empty();
    };
  }

  private Optional<Ending> approved(PlanStep.Approve step) {
    PlanRule rule =
        plan().rules().stream()
            .filter(it -> it.name().equals(step.rule()))
            .findFirst()
            .orElseThrow();
    return approvals.await(manifest, rule, Duration.ofMillis(step.withinMillis()));
  }

  /// All checks of a stage run, whatever the first say; the first that did not pass then ends the
  /// deployment.
  private Optional<Ending> check(PlanStep.Check step) {
    boolean pre = step.stage().equals(PlanStep.Check.PRE);
    CheckStage stage = pre ? CheckStage.PRE : CheckStage.POST;
    enter(
        pre ? DeploymentPhase.PRE_CHECKS : DeploymentPhase.POST_CHECKS,
        "runs the %s-deployment checks".formatted(step.stage()));
    steering.begin(step);
    Optional<CheckResult> ended =
        steering.goingOn().isPresent()
            ? Optional.empty()
            : steering.interruptible(() -> target(step).check(rollout, step));
    ended.ifPresent(result -> keep(stage, result));
    Optional<DeploymentRequest> skipped = steering.goingOn();
    if (skipped.isPresent()) {
      return carriedOut(step, () -> passedOver(step, skipped.get()));
    } else if (failedCheck == null) {
      failedCheck =
          ended
              .filter(result -> result.status() != CheckStatus.PASSED)
              .map(it -> Ending.failed(Reason.of("{}-deployment check {}").with(stage).with(it)))
              .orElse(null);
    }
    return Optional.empty();
  }

  private void keep(CheckStage stage, CheckResult result) {
    Pending pending =
        chronicle.add(
            chronicle.encode(
                RecordKind.CHECK_RESULT, LogicalStep.check(stage, result.name()), result));
    (stage == CheckStage.PRE ? preChecks : postChecks).add(pending);
    chronicle.keepUp(pending);
    chronicle.tell("check %s: %s".formatted(result.name(), result.status()));
  }

  /// Whoever promotes to the end leaves nothing to wait for.
  private StepOutcome baked(PlanStep step, long forMillis) {
    Optional<StepOutcome> stood =
        steering.goingOn().isPresent()
            ? Optional.empty()
            : steering.interruptible(
                () -> stood(Duration.ofMillis(forMillis), step.withinMillis()));
    return stood
        .filter(it -> it.result() == StepResult.FAILED || steering.goingOn().isEmpty())
        .orElseGet(() -> passedOver(step, steering.goingOn().orElseThrow()));
  }

  private StepOutcome paused(PlanStep.Pause pause) {
    StepOutcome outcome = baked(pause, pause.forMillis());
    return outcome.result() == StepResult.SUCCEEDED
            && pause.needsPromotion()
            && steering.goingOn().isEmpty()
        ? new StepOutcome(
            StepResult.FAILED,
            outcome.traffic(),
            Reason.of("nobody promoted it within {} s").with(pause.forMillis() / 1_000))
        : outcome;
  }

  /// Stands still for so long; what was started is looked at all the while.
  private StepOutcome stood(Duration most, long withinMillis) {
    if (!touched) {
      Workflow.sleep(most);
      return new StepOutcome(StepResult.SUCCEEDED, chronicle.traffic(), null);
    }
    Instant until = Chronicle.now().plus(most);
    PlanStep.Bake bake = new PlanStep.Bake(most.toMillis(), withinMillis);
    return target(bake).bake(rollout, bake, until);
  }

  /// A step that a person did not let be waited for.
  private StepOutcome passedOver(PlanStep step, DeploymentRequest by) {
    return new StepOutcome(
        StepResult.SUCCEEDED,
        observations(step).observe(rollout.service(), rollout.environment()),
        Steering.said(by));
  }

  private Optional<Ending> failedCheck() {
    return Optional.ofNullable(failedCheck);
  }

  /// What the deployment relies on is durable before anything of it starts, and so before its first
  /// traffic.
  private void go() {
    if (touched) {
      return;
    }
    enter(DeploymentPhase.DEPLOYING, "rolls out: " + plan().strategy());
    if (!chronicle.isAhead()) {
      chronicle.awaitDurable();
    }
    List<RecordRef> because = new ArrayList<>(preChecks());
    because.addAll(approvals.approvals());
    chronicle.write(
        chronicle.encode(
            RecordKind.DEPLOYMENT_STEP,
            LogicalStep.GO,
            DeploymentStep.go(because, Chronicle.now())));
    touched = true;
  }

  private Optional<Ending> act(PlanStep step, Supplier<StepOutcome> work) {
    enter(DeploymentPhase.DEPLOYING, "rolls out: " + plan().strategy());
    return carriedOut(step, work);
  }

  private Optional<Ending> carriedOut(PlanStep step, Supplier<StepOutcome> work) {
    int share = share();
    StepOutcome outcome = recorded(step, work);
    if (outcome.result() == StepResult.SUCCEEDED && !chronicle.isAhead()) {
      outcome = watchedUntil(chronicle::isOneBehind).orElse(outcome);
    }
    if (outcome.result() == StepResult.SUCCEEDED) {
      return Optional.empty();
    }
    Ending failed = Ending.failed(why(outcome));
    return Optional.of(
        share == 0
            ? failed
            : failed.adding(Reason.of("the new version had {} % of the traffic").with(share)));
  }

  /// But for what goes ahead of the ledgers, they hold all that happened before traffic moves.
  private StepOutcome moved(PlanStep.SetWeights weights) {
    return (chronicle.isAhead()
            ? Optional.<StepOutcome>empty()
            : watchedUntil(chronicle::isDurable))
        .orElseGet(() -> target(weights).setWeights(rollout, weights));
  }

  /// Of the traffic, what the new version had after the last step.
  private int share() {
    return chronicle.traffic().stream()
        .filter(it -> it.deploymentId().equals(rollout.deploymentId()))
        .mapToInt(TrafficShare::weight)
        .sum();
  }

  private Ending confirmed() {
    chronicle.enter(DeploymentPhase.CLOSING, "confirms the new version");
    try {
      observations(plan().step(PlanStep.Confirm.class)).confirm(rollout);
      return Ending.SUCCEEDED;
    } catch (ActivityFailure late) {
      if (!FailureTypes.isLate(late)) {
        throw late;
      }
      return Ending.failed(
          Reason.of("what serves could not be confirmed: {}").with(FailureTypes.reason(late)));
    }
  }

  private StepOutcome restore() {
    chronicle.enter(
        DeploymentPhase.RESTORING,
        rollout.previous() == null
            ? "removes the new version; nothing served before"
            : "gives traffic back to " + rollout.previous().deploymentId());
    return recorded(plan().step(PlanStep.Restore.class), this::restored);
  }

  private StepOutcome restored() {
    PlanStep.Restore step = plan().step(PlanStep.Restore.class);
    try {
      return target(step).restore(rollout);
    } catch (ActivityFailure failure) {
      return notRestored(
          failure, () -> observations(step).observe(rollout.service(), rollout.environment()));
    }
  }

  /// A target that is not brought back in its time is a step that failed, so that the manifest is
  /// closed and says so.
  static StepOutcome notRestored(ActivityFailure failure, Supplier<List<TrafficShare>> traffic) {
    if (!FailureTypes.isLate(failure) && !FailureTypes.is(failure, FailureTypes.UNFORESEEN)) {
      throw failure;
    }
    return new StepOutcome(StepResult.FAILED, traffic.get(), FailureTypes.reason(failure));
  }

  /// Waits until the ledgers hold what was done. Where that takes long, what was started is looked
  /// at all the while.
  ///
  /// @return what was found where it does not stand
  private Optional<StepOutcome> watchedUntil(BooleanSupplier durable) {
    if (touched && !chronicle.isSoon(durable)) {
      Duration most = CourseLimits.RECORD_WITHIN;
      Interruptible<StepOutcome> watch =
          new Interruptible<>(() -> stood(most, most.toMillis() + closeWithinMillis()));
      Workflow.newDetachedCancellationScope(() -> Async.procedure(() -> endOnce(durable, watch)))
          .run();
      Optional<StepOutcome> seen = watch.run();
      if (seen.isPresent() && seen.get().result() == StepResult.FAILED) {
        return seen;
      }
    }
    chronicle.await(durable);
    return Optional.empty();
  }

  private static void endOnce(BooleanSupplier durable, Interruptible<StepOutcome> watch) {
    Workflow.await(durable::getAsBoolean);
    Chronicle.awaitNextTask();
    watch.end();
  }

  private StepOutcome recorded(PlanStep step, Supplier<StepOutcome> work) {
    Instant began = Chronicle.now();
    StepOutcome outcome = work.get();
    int number = ++steps;
    chronicle.traffic(outcome.traffic());
    chronicle.writeLater(
        chronicle.encode(
            RecordKind.DEPLOYMENT_STEP,
            LogicalStep.step(number),
            new DeploymentStep(
                number,
                step.title(),
                outcome.result(),
                outcome.traffic(),
                List.of(),
                began,
                Chronicle.now(),
                Reason.textOf(outcome.detail()))));
    chronicle.tell(
        "%s %s".formatted(step.title(), outcome.result().name().toLowerCase(Locale.ROOT)));
    return outcome;
  }

  private long closeWithinMillis() {
    return plan().step(PlanStep.Close.class).withinMillis();
  }

  private void enter(DeploymentPhase phase, String message) {
    if (chronicle.phase() != phase) {
      chronicle.enter(phase, message);
    }
  }

  private Plan plan() {
    return manifest.plan();
  }

  private static Reason why(StepOutcome outcome) {
    return Optional.ofNullable(outcome.detail()).orElse(Reason.of("a step failed"));
  }

  private static TargetActivities target(PlanStep step) {
    return Workflow.newActivityStub(
        TargetActivities.class, Retries.longRunning(Duration.ofMillis(step.withinMillis())));
  }

  private static TargetActivities observations(PlanStep step) {
    return Workflow.newLocalActivityStub(
        TargetActivities.class, Retries.shortLocal(Duration.ofMillis(step.withinMillis())));
  }
}
