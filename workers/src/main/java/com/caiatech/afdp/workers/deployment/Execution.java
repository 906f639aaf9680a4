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
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a deployment does once it holds the lock, and how it is undone.
final class Execution {
  /// Names the change by which a manifest that another run opened is adopted; before it such a
  /// deployment ended as lost.
  private static final String ADOPTION = "adopt-standing-manifest";

  private final DeploymentStart start;
  private final Chronicle chronicle;
  private final ApprovalDesk approvals;
  private CourseLimits limits = CourseLimits.DEFAULT;
  private @Nullable Opened opened;
  private List<RecordRef> preChecks = List.of();
  private List<RecordRef> postChecks = List.of();
  private boolean touched;
  private int steps;

  /// The manifest once it is open.
  private record Opened(DeploymentManifestOpened manifest, RecordRef ref, Rollout rollout) {}

  /// How the manifest was closed.
  ///
  /// @param stands whether the closed manifest that stands is the one of this run
  record Closing(Ending ending, boolean stands) {}

  Execution(DeploymentStart start, Chronicle chronicle, ApprovalDesk approvals) {
    this.start = start;
    this.chronicle = chronicle;
    this.approvals = approvals;
  }

  Ending run(RecordRef requestRef, CourseLimits courseLimits) {
    limits = courseLimits;
    chronicle.enter(DeploymentPhase.PREPARING, "pins the commits");
    PlanActivities plans =
        Workflow.newActivityStub(PlanActivities.class, Retries.longRunning(mostStep()));
    return switch (plans.pin(start, requestRef, Chronicle.now())) {
      case Planning.Refused(RefusalReason reason, Reason message) ->
          new Ending(DeploymentStatus.REFUSED, Reason.of("{}: {}").with(reason).with(message));
      case Planning.Pinned pinned ->
          open(pinned, () -> plans.pin(start, requestRef, Chronicle.now()))
              .orElseGet(this::carryOut);
    };
  }

  /// Confirms what succeeded, goes back where the target was touched and it did not, and closes the
  /// manifest.
  Closing close(Ending ending) {
    Opened open = opened;
    Ending last = open == null ? ending : confirmed(open, ending);
    DeploymentId restored = null;
    if (touched && open != null && last.status() != DeploymentStatus.SUCCEEDED) {
      StepOutcome outcome = restore(open);
      if (outcome.result() == StepResult.SUCCEEDED) {
        restored =
            Optional.ofNullable(open.rollout.previous())
                .map(PreviousDeployment::deploymentId)
                .orElse(null);
      } else {
        last = last.adding(Reason.of("going back failed: {}").with(why(outcome)));
      }
    }
    chronicle.enter(DeploymentPhase.CLOSING, "closes the manifest");
    chronicle.traffic(observations().observe(start.service(), start.environment()));
    RecordToWrite closed =
        chronicle.encode(
            RecordKind.MANIFEST_CLOSED,
            new Chronicle.Entry(LogicalStep.CLOSED, closed(last, restored)));
    RecordRef standing = chronicle.write(List.of(closed)).getFirst().ref();
    return new Closing(last, standing.sha256().equals(closed.sha256()));
  }

  private Ending confirmed(Opened open, Ending ending) {
    if (ending.status() != DeploymentStatus.SUCCEEDED) {
      return ending;
    }
    chronicle.enter(DeploymentPhase.CLOSING, "confirms the new version");
    try {
      observations().confirm(open.rollout);
      return ending;
    } catch (ActivityFailure late) {
      if (!FailureTypes.isLate(late)) {
        throw late;
      }
      return Ending.failed(
          Reason.of("what serves could not be confirmed: {}").with(FailureTypes.reason(late)));
    }
  }

  private DeploymentManifestClosed closed(Ending ending, @Nullable DeploymentId restored) {
    boolean seen = ending.status() != DeploymentStatus.LOST;
    return new DeploymentManifestClosed(
        ending.status(),
        Reason.textOf(ending.reason()),
        seen ? Duration.between(chronicle.startedAt(), Chronicle.now()).toSeconds() : null,
        chronicle.traffic(),
        opened == null ? null : opened.ref,
        chronicle.records(),
        preChecks,
        postChecks,
        restored);
  }

  /// Opens the manifest, or adopts the one that another run of the same request has opened since
  /// the plan was pinned.
  private Optional<Ending> open(Planning.Pinned pinned, Supplier<Planning> again) {
    RecordRef ref = chronicle.write(List.of(pinned.record())).getFirst().ref();
    if (stands(pinned, ref)) {
      follow(pinned, ref);
      return Optional.empty();
    }
    if (Workflow.getVersion(ADOPTION, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION
        && again.get() instanceof Planning.Pinned standing
        && stands(standing, ref)) {
      follow(standing, ref);
      return Optional.empty();
    }
    follow(pinned, ref);
    return Optional.of(
        new Ending(DeploymentStatus.LOST, Reason.of("another run has opened the manifest")));
  }

  private static boolean stands(Planning.Pinned pinned, RecordRef ref) {
    return pinned.record().sha256().equals(ref.sha256());
  }

  private void follow(Planning.Pinned pinned, RecordRef ref) {
    DeploymentManifestOpened manifest = pinned.opened();
    Rollout rollout =
        Rollout.of(start.deploymentId(), start.service(), start.environment(), manifest);
    opened = new Opened(manifest, ref, rollout);
    chronicle.tell(
        "manifest opened: sequence %d, application %s"
            .formatted(manifest.sequence(), rollout.application().commitHash()));
  }

  private Ending carryOut() {
    return checks(CheckStage.PRE)
        .or(this::approvals)
        .or(this::replaceAll)
        .or(() -> checks(CheckStage.POST))
        .orElse(Ending.SUCCEEDED);
  }

  private Optional<Ending> approvals() {
    Plan plan = open().manifest.plan();
    for (PlanStep.Approve step : plan.steps(PlanStep.Approve.class)) {
      PlanRule rule =
          plan.rules().stream()
              .filter(it -> it.name().equals(step.rule()))
              .findFirst()
              .orElseThrow();
      Optional<Ending> ending =
          approvals.await(open().manifest, rule, Duration.ofSeconds(limits.decideWithinSeconds()));
      if (ending.isPresent()) {
        return ending;
      }
    }
    return Optional.empty();
  }

  private Optional<Ending> checks(CheckStage stage) {
    String name = stage.name().toLowerCase(Locale.ROOT);
    long count =
        open().manifest.plan().steps(PlanStep.Check.class).stream()
            .filter(step -> step.stage().equals(name))
            .count();
    if (count == 0) {
      return Optional.empty();
    }
    chronicle.enter(
        stage == CheckStage.PRE ? DeploymentPhase.PRE_CHECKS : DeploymentPhase.POST_CHECKS,
        "runs %d %s-deployment check%s".formatted(count, name, count == 1 ? "" : "s"));
    List<CheckResult> results = target().check(open().rollout, stage);
    List<RecordRef> refs =
        chronicle
            .write(
                RecordKind.CHECK_RESULT,
                results.stream()
                    .map(it -> new Chronicle.Entry(LogicalStep.check(stage, it.name()), it))
                    .toList())
            .stream()
            .map(Receipt::ref)
            .toList();
    if (stage == CheckStage.PRE) {
      preChecks = refs;
    } else {
      postChecks = refs;
    }
    results.forEach(it -> chronicle.tell("check %s: %s".formatted(it.name(), it.status())));
    return results.stream()
        .filter(it -> it.status() != CheckStatus.PASSED)
        .findFirst()
        .map(it -> Ending.failed(Reason.of("{}-deployment check {}").with(stage).with(it)));
  }

  private Optional<Ending> replaceAll() {
    List<PlanStep.Replace> replacements = open().manifest.plan().steps(PlanStep.Replace.class);
    chronicle.enter(
        DeploymentPhase.DEPLOYING, "rolls out %d of the new".formatted(replacements.size()));
    go();
    touched = true;
    for (PlanStep.Replace replacement : replacements) {
      int instance = replacement.instance();
      StepOutcome outcome =
          step("replace-" + instance, () -> target().replace(open().rollout, instance));
      if (outcome.result() == StepResult.FAILED) {
        return Optional.of(Ending.failed(why(outcome)));
      }
    }
    return Optional.empty();
  }

  private static Reason why(StepOutcome outcome) {
    return Optional.ofNullable(outcome.detail()).orElse(Reason.of("a step failed"));
  }

  /// What the deployment relies on is durable before its first traffic.
  private void go() {
    List<RecordRef> because = new ArrayList<>(preChecks);
    because.addAll(approvals.approvals());
    chronicle.write(
        RecordKind.DEPLOYMENT_STEP, LogicalStep.GO, DeploymentStep.go(because, Chronicle.now()));
  }

  private StepOutcome restore(Opened open) {
    chronicle.enter(
        DeploymentPhase.RESTORING,
        open.rollout.previous() == null
            ? "removes the new version; nothing served before"
            : "gives traffic back to " + open.rollout.previous().deploymentId());
    return step("restore", () -> restored(open));
  }

  /// A target that is not brought back in its time is a step that failed, so that the manifest is
  /// closed and says so.
  private StepOutcome restored(Opened open) {
    try {
      return target().restore(open.rollout);
    } catch (ActivityFailure failure) {
      if (!FailureTypes.isLate(failure) && !FailureTypes.is(failure, FailureTypes.UNFORESEEN)) {
        throw failure;
      }
      return new StepOutcome(
          StepResult.FAILED,
          observations().observe(start.service(), start.environment()),
          FailureTypes.reason(failure));
    }
  }

  private StepOutcome step(String name, Supplier<StepOutcome> work) {
    Instant began = Chronicle.now();
    StepOutcome outcome = work.get();
    int number = ++steps;
    chronicle.traffic(outcome.traffic());
    chronicle.write(
        RecordKind.DEPLOYMENT_STEP,
        LogicalStep.step(number),
        new DeploymentStep(
            number,
            name,
            outcome.result(),
            outcome.traffic(),
            List.of(),
            began,
            Chronicle.now(),
            Reason.textOf(outcome.detail())));
    chronicle.tell("%s %s".formatted(name, outcome.result().name().toLowerCase(Locale.ROOT)));
    return outcome;
  }

  private TargetActivities observations() {
    return Workflow.newLocalActivityStub(TargetActivities.class, Retries.shortLocal(mostStep()));
  }

  private TargetActivities target() {
    return Workflow.newActivityStub(TargetActivities.class, Retries.longRunning(mostStep()));
  }

  private Duration mostStep() {
    return Duration.ofSeconds(limits.stepWithinSeconds());
  }

  private Opened open() {
    return Optional.ofNullable(opened).orElseThrow();
  }
}
