package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StandingRefs;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a deployment does once it holds the lock: it opens its manifest, has its plan carried out,
/// and closes the manifest.
final class Execution {
  private final DeploymentStart start;
  private final Chronicle chronicle;
  private final ApprovalDesk approvals;
  private final Steering steering;
  private CourseLimits limits = CourseLimits.DEFAULT;
  private StandingRefs found = StandingRefs.NONE;
  private @Nullable Rollout lost;
  private boolean wanted;
  private Backlog.@Nullable Pending opened;
  private @Nullable StepInterpreter interpreter;
  private Duration closeWithin = stepWithin();

  /// How the manifest was closed.
  ///
  /// @param stands whether the closed manifest that stands is the one of this run
  record Closing(Ending ending, boolean stands) {}

  Execution(DeploymentStart start, Chronicle chronicle, ApprovalDesk approvals, Steering steering) {
    this.start = start;
    this.chronicle = chronicle;
    this.approvals = approvals;
    this.steering = steering;
  }

  /// Takes note of what an earlier run left, which this one only goes back from and closes.
  ///
  /// @param rollout what may still run of it; null where nothing does
  void found(StandingRefs standing, @Nullable Rollout rollout) {
    found = standing;
    lost = rollout;
    standing.records().forEach(chronicle::recorded);
  }

  /// Takes note that a rollback waits for this one which needs no ledger.
  void giveWay() {
    wanted = true;
  }

  /// Whether anything of it was started, or was to be.
  boolean hasBegun() {
    StepInterpreter steps = interpreter;
    return steps != null && steps.hasBegun();
  }

  Ending run(RecordRef requestRef, CourseLimits courseLimits) {
    PlanActivities plans = prepare(courseLimits);
    return switch (plans.pin(start, requestRef, Chronicle.now())) {
      case Planning.Refused(RefusalReason reason, Reason message) ->
          new Ending(DeploymentStatus.REFUSED, Reason.of("{}: {}").with(reason).with(message));
      case Planning.Pinned pinned ->
          open(pinned, () -> plans.pin(start, requestRef, Chronicle.now()));
    };
  }

  /// The same for a rollback that goes ahead of its records. What cannot be planned without the
  /// ledgers waits for them.
  Ending runAhead(Backlog.Pending request, CourseLimits courseLimits) {
    chronicle.putOff();
    PlanActivities plans = prepare(courseLimits);
    if (plans.pinUnrecorded(start, request.record(), Chronicle.now())
        instanceof Planning.Pinned provisional) {
      PlanActivities references =
          Workflow.newLocalActivityStub(
              PlanActivities.class, Retries.throughOutages(CourseLimits.RECORD_WITHIN));
      opened =
          chronicle.addMadeLater(
              LogicalStep.OPENED,
              () -> references.referenced(start, provisional.record(), request.standing()));
      return carryOut(provisional.opened(), request.record());
    }
    chronicle.awaitDurable();
    return run(request.standing(), courseLimits);
  }

  private PlanActivities prepare(CourseLimits courseLimits) {
    limits = courseLimits;
    closeWithin = stepWithin();
    chronicle.enter(DeploymentPhase.PREPARING, "pins the commits");
    return Workflow.newActivityStub(PlanActivities.class, Retries.longRunning(stepWithin()));
  }

  /// Confirms what succeeded, goes back where the target was touched and it did not, and closes the
  /// manifest.
  ///
  /// @param giveBack gives the lock back
  Closing close(Ending ending, Runnable giveBack) {
    StepInterpreter steps = interpreter;
    StepInterpreter.Closing last = steps == null ? wentBackFromLost(ending) : steps.close(ending);
    chronicle.enter(DeploymentPhase.CLOSING, "closes the manifest");
    chronicle.awaitDurableOr(this::mayGiveWay);
    boolean gaveWay = gaveWay(giveBack);
    chronicle.awaitDurable();
    Workflow.await(Workflow::isEveryHandlerFinished);
    if (!gaveWay) {
      observe();
    }
    Backlog.Pending closed =
        chronicle.add(
            chronicle.encode(
                RecordKind.MANIFEST_CLOSED,
                LogicalStep.CLOSED,
                closed(last.ending(), last.restored(), steps)));
    if (!gaveWay) {
      chronicle.awaitDurableOr(this::mayGiveWay);
      if (!closed.isSettled() && givesWay()) {
        giveBack.run();
      }
    }
    chronicle.await(closed);
    return new Closing(last.ending(), closed.stands());
  }

  /// Gives the lock back before all is recorded, where a rollback waits for it that needs no
  /// ledger: nothing is done to the target any more, and what serves is noted before that changes
  /// it.
  private boolean gaveWay(Runnable giveBack) {
    if (!givesWay()) {
      return false;
    }
    observe();
    giveBack.run();
    return true;
  }

  private boolean givesWay() {
    return mayGiveWay()
        && Workflow.getVersion(
                "a rollback that needs no ledger does not wait for the records of another",
                Workflow.DEFAULT_VERSION,
                1)
            > Workflow.DEFAULT_VERSION;
  }

  /// The sequence of the next one is known once the manifest of this one stands.
  private boolean mayGiveWay() {
    return wanted && (opened == null || opened.ref().isPresent());
  }

  /// Takes note of what serves.
  private void observe() {
    chronicle.traffic(
        Workflow.newLocalActivityStub(TargetActivities.class, Retries.shortLocal(closeWithin))
            .observe(start.service(), start.environment()));
  }

  private StepInterpreter.Closing wentBackFromLost(Ending ending) {
    Rollout from = lost;
    if (from == null) {
      return new StepInterpreter.Closing(ending, null);
    }
    chronicle.enter(DeploymentPhase.RESTORING, "goes back from what an earlier run left");
    StepOutcome outcome;
    try {
      outcome =
          Workflow.newActivityStub(TargetActivities.class, Retries.longRunning(closeWithin))
              .restoreFromLost(from);
    } catch (ActivityFailure failure) {
      outcome = StepInterpreter.notRestored(failure, chronicle::traffic);
    }
    return outcome == null
        ? new StepInterpreter.Closing(ending, null)
        : StepInterpreter.Closing.after(ending, outcome, from.previous());
  }

  private DeploymentManifestClosed closed(
      Ending ending, @Nullable DeploymentId restored, @Nullable StepInterpreter steps) {
    boolean seen = ending.status() != DeploymentStatus.LOST;
    return new DeploymentManifestClosed(
        ending.status(),
        Reason.textOf(ending.reason()),
        seen ? Duration.between(chronicle.startedAt(), Chronicle.now()).toSeconds() : null,
        Optional.ofNullable(chronicle.servedAfter()).map(Duration::toMillis).orElse(null),
        chronicle.traffic(),
        Optional.ofNullable(opened).flatMap(Backlog.Pending::ref).orElse(found.opened()),
        chronicle.records(),
        steps == null ? found.preChecks() : steps.preChecks(),
        steps == null ? found.postChecks() : steps.postChecks(),
        restored);
  }

  /// Opens the manifest, or adopts the one that another run of the same request has opened since
  /// the plan was pinned, and has its plan carried out.
  private Ending open(Planning.Pinned pinned, Supplier<Planning> again) {
    Backlog.Pending mine = chronicle.add(pinned.record());
    opened = mine;
    chronicle.await(mine);
    if (mine.stands()) {
      return carryOut(pinned.opened(), null);
    }
    return again.get() instanceof Planning.Pinned standing
            && mine.ref().map(RecordRef::sha256).equals(Optional.of(standing.record().sha256()))
        ? carryOut(standing.opened(), null)
        : new Ending(DeploymentStatus.LOST, Reason.of("another run has opened the manifest"));
  }

  /// @param unrecorded the request of a rollback that goes ahead of its records
  private Ending carryOut(DeploymentManifestOpened manifest, @Nullable RecordToWrite unrecorded) {
    Rollout planned =
        Rollout.of(start.deploymentId(), start.service(), start.environment(), manifest);
    Rollout rollout = unrecorded == null ? planned : planned.before(unrecorded);
    chronicle.tell(
        "manifest opened: sequence %d, application %s"
            .formatted(manifest.sequence(), rollout.application().commitHash()));
    if (!manifest.plan().canBeCarriedOut()) {
      return new Ending(
          DeploymentStatus.REFUSED,
          Reason.of(
              "its plan was made by another version of this software, which plans other steps; nothing of it was carried out; ask for the deployment anew"));
    }
    closeWithin = Duration.ofMillis(manifest.plan().step(PlanStep.Close.class).withinMillis());
    interpreter =
        new StepInterpreter(
            chronicle,
            approvals,
            steering,
            manifest,
            rollout,
            Duration.ofMillis(limits.pauseWithinMillis()));
    return interpreter.run();
  }

  private Duration stepWithin() {
    return Duration.ofMillis(limits.stepWithinMillis());
  }
}
