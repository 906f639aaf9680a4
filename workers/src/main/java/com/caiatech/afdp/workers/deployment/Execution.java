package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.PreviousDeployment;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a deployment does once it holds the lock, and how it is undone.
final class Execution {
  private final DeploymentStart start;
  private final Chronicle chronicle;
  private final ApprovalDesk approvals;
  private final TargetActivities observations =
      Workflow.newLocalActivityStub(TargetActivities.class, Retries.shortLocal());
  private CourseLimits limits = CourseLimits.DEFAULT;
  private @Nullable Plan plan;
  private List<RecordRef> preChecks = List.of();
  private List<RecordRef> postChecks = List.of();
  private boolean touched;
  private int steps;

  /// The plan once its manifest is open.
  private record Plan(Planning.Pinned pinned, RecordRef openedRef, Rollout rollout) {}

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
    return switch (plans.pin(start, requestRef)) {
      case Planning.Refused(RefusalReason reason, Reason message) ->
          new Ending(DeploymentStatus.REFUSED, Reason.of("{}: {}").with(reason).with(message));
      case Planning.Pinned pinned -> open(pinned).orElseGet(() -> carryOut(pinned));
    };
  }

  /// Goes back where the target was touched, and closes the manifest.
  void close(Ending ending) {
    Ending last = ending;
    DeploymentId restored = null;
    Plan opened = plan;
    if (touched && opened != null && ending.status() != DeploymentStatus.SUCCEEDED) {
      StepOutcome outcome = restore(opened);
      if (outcome.result() == StepResult.SUCCEEDED) {
        restored =
            Optional.ofNullable(opened.rollout.previous())
                .map(PreviousDeployment::deploymentId)
                .orElse(null);
      } else {
        last = ending.adding(Reason.of("going back failed: {}").with(why(outcome)));
      }
    }
    chronicle.enter(DeploymentPhase.CLOSING, "closes the manifest");
    if (opened != null && last.status() == DeploymentStatus.SUCCEEDED) {
      observations.confirm(opened.rollout);
    }
    chronicle.traffic(observations.observe(start.service(), start.environment()));
    chronicle.write(RecordKind.MANIFEST_CLOSED, "closed", closed(last, restored));
  }

  private DeploymentManifestClosed closed(Ending ending, @Nullable DeploymentId restored) {
    boolean seen = ending.status() != DeploymentStatus.LOST;
    return new DeploymentManifestClosed(
        ending.status(),
        Reason.textOf(ending.reason()),
        seen ? Duration.between(chronicle.startedAt(), Chronicle.now()).toSeconds() : null,
        chronicle.traffic(),
        plan == null ? null : plan.openedRef,
        chronicle.records(),
        preChecks,
        postChecks,
        restored);
  }

  private Optional<Ending> open(Planning.Pinned pinned) {
    RecordToWrite ours =
        chronicle.encode(
            RecordKind.MANIFEST_OPENED, new Chronicle.Entry("opened", pinned.opened()));
    Receipt receipt = chronicle.write(List.of(ours)).getFirst();
    plan = new Plan(pinned, receipt.ref(), Rollout.of(start, pinned.opened()));
    chronicle.tell(
        "manifest opened: sequence %d, application %s"
            .formatted(
                pinned.opened().sequence(),
                Rollout.of(start, pinned.opened()).application().commitHash()));
    return !receipt.ref().equals(ours.ref())
        ? Optional.of(
            new Ending(DeploymentStatus.LOST, Reason.of("another run has opened the manifest")))
        : Optional.empty();
  }

  private Ending carryOut(Planning.Pinned pinned) {
    return checks(pinned.preChecks(), CheckStage.PRE)
        .or(
            () ->
                approvals.await(
                    pinned.opened(),
                    pinned.approvalRule(),
                    Duration.ofSeconds(limits.decideWithinSeconds())))
        .or(() -> replaceAll(pinned.replicas()))
        .or(() -> checks(pinned.postChecks(), CheckStage.POST))
        .orElse(Ending.SUCCEEDED);
  }

  private Optional<Ending> checks(int count, CheckStage stage) {
    if (count == 0) {
      return Optional.empty();
    }
    String name = stage.name().toLowerCase(Locale.ROOT);
    chronicle.enter(
        stage == CheckStage.PRE ? DeploymentPhase.PRE_CHECKS : DeploymentPhase.POST_CHECKS,
        "runs %d %s-deployment check%s".formatted(count, name, count == 1 ? "" : "s"));
    List<CheckResult> results = target().check(opened().rollout, stage);
    List<RecordRef> refs =
        chronicle
            .write(
                RecordKind.CHECK_RESULT,
                results.stream()
                    .map(it -> new Chronicle.Entry("check-" + name + "-" + it.name(), it))
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

  private Optional<Ending> replaceAll(int replicas) {
    chronicle.enter(DeploymentPhase.DEPLOYING, "rolls out %d of the new".formatted(replicas));
    touched = true;
    for (int i = 1; i <= replicas; i++) {
      int instance = i;
      StepOutcome outcome =
          step("replace-" + i, () -> target().replace(opened().rollout, instance));
      if (outcome.result() == StepResult.FAILED) {
        return Optional.of(Ending.failed(why(outcome)));
      }
    }
    return Optional.empty();
  }

  private static Reason why(StepOutcome outcome) {
    return Optional.ofNullable(outcome.detail()).orElse(Reason.of("a step failed"));
  }

  private StepOutcome restore(Plan opened) {
    chronicle.enter(
        DeploymentPhase.RESTORING,
        opened.rollout.previous() == null
            ? "removes the new version; nothing served before"
            : "gives traffic back to " + opened.rollout.previous().deploymentId());
    return step("restore", () -> target().restore(opened.rollout));
  }

  private StepOutcome step(String name, Supplier<StepOutcome> work) {
    Instant began = Chronicle.now();
    StepOutcome outcome = work.get();
    int number = ++steps;
    chronicle.traffic(outcome.traffic());
    chronicle.write(
        RecordKind.DEPLOYMENT_STEP,
        "step-" + number,
        new DeploymentStep(
            number,
            name,
            outcome.result(),
            outcome.traffic(),
            began,
            Chronicle.now(),
            Reason.textOf(outcome.detail())));
    chronicle.tell("%s %s".formatted(name, outcome.result().name().toLowerCase(Locale.ROOT)));
    return outcome;
  }

  private TargetActivities target() {
    return Workflow.newActivityStub(TargetActivities.class, Retries.longRunning(mostStep()));
  }

  private Duration mostStep() {
    return Duration.ofSeconds(limits.stepWithinSeconds());
  }

  private Plan opened() {
    return Optional.ofNullable(plan).orElseThrow();
  }
}
