package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.connection.Retries;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.strategy.BlueGreen;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What goes on while no ledger takes a record: what makes safe acts first, nothing else does, and
/// nothing is lost.
final class LedgerOutageTest extends CourseFixture {
  /// A deployment that has started and whose ledgers then go away.
  private DeploymentId cutOff(String underWay) {
    world.serving = newId();
    world.strategy = new BlueGreen(60_000, null);
    world.held.add(underWay);
    DeploymentId id = newId();
    deploy(id);
    await().until(() -> world.step(id, "go").isPresent());
    return id;
  }

  private void goAway(String underWay) {
    world.ledgerAway = true;
    world.held.remove(underWay);
    await().until(() -> world.attempts.get() > 0);
  }

  private void assertWentBack(DeploymentId id, DeploymentId before, DeploymentStatus status) {
    await().until(() -> before.equals(world.serving));
    assertThat(world.record(id, RecordKind.MANIFEST_CLOSED)).isEmpty();
    world.ledgerAway = false;
    assertThat(status(id)).isEqualTo(status);
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(steps(id)).doesNotHaveDuplicates().endsWith("closed");
    assertThat(closed(id).records()).hasSize(steps(id).size() - 1);
  }

  @Test
  void anAbortGoesBackBeforeItIsRecordedAndSaysWhatIsNot() {
    DeploymentId id = cutOff("set-weights-100");
    DeploymentId before = Objects.requireNonNull(world.serving);
    goAway("set-weights-100");
    RequestOutcome outcome = abort(id, null);
    assertThat(outcome).isInstanceOf(RequestOutcome.Acting.class);
    assertThat(((RequestOutcome.Acting) outcome).unrecorded())
        .startsWith("step-2")
        .anyMatch(step -> step.startsWith("abortDeployment-"));
    assertWentBack(id, before, DeploymentStatus.ABORTED);
    assertThat(steps(id).stream().filter(it -> it.startsWith("step-") || it.startsWith("abort")))
        .satisfiesExactly(
            start -> assertThat(start).isEqualTo("step-1"),
            shift -> assertThat(shift).isEqualTo("step-2"),
            abort -> assertThat(abort).startsWith("abortDeployment-"),
            restore -> assertThat(restore).isEqualTo("step-3"));
  }

  @Test
  void anAbortThatIsNotProvenStopsNothingThoughNoLedgerIsThere() {
    DeploymentId id = cutOff("set-weights-100");
    goAway("set-weights-100");
    assertThat(abort(id, "unproven"))
        .isEqualTo(new RequestOutcome.Refused(RefusalReason.INTENT_NOT_PROVEN, "no proof"));
    world.strategy = new BlueGreen(0, null);
    world.ledgerAway = false;
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    assertThat(steps(id)).noneMatch(step -> step.startsWith("abort"));
    abort(id, null);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
  }

  @Test
  void anAbortGoesBackWhereItsLedgerHasStoppedAndSaysThatItIsNotRecorded() {
    DeploymentId id = cutOff("set-weights-100");
    DeploymentId before = Objects.requireNonNull(world.serving);
    world.held.remove("set-weights-100");
    await().until(() -> id.equals(world.serving) && world.step(id, "step-2").isPresent());
    world.ledgerStopped = true;
    assertThat(abort(id, null))
        .isInstanceOfSatisfying(
            RequestOutcome.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RefusalReason.LEDGER_STOPPED);
              assertThat(refused.message()).startsWith("it goes back, and that somebody asked");
            });
    await().until(() -> before.equals(world.serving));
  }

  @Test
  void whatDiesWhileItsRecordWaitsIsGoneBackFrom() {
    DeploymentId id = cutOff("set-weights-100");
    DeploymentId before = Objects.requireNonNull(world.serving);
    goAway("set-weights-100");
    world.failing.add("bake");
    assertWentBack(id, before, DeploymentStatus.FAILED);
  }

  @Test
  void nothingNewBeginsUntilTheRecordsOfWhatWasDoneAreDurable() {
    DeploymentId id = cutOff("start-1");
    goAway("start-1");
    assertThat(world.done).contains("start-1");
    DeploymentId next = newId();
    world.ledgerAway = true;
    await()
        .until(
            () ->
                progress(id).events().stream()
                    .anyMatch(it -> it.message().startsWith("waits for the ledgers")));
    assertThat(world.done).doesNotContain("set-weights-100");
    abort(id, null);
    await().until(() -> world.done.contains("restore"));
    world.held.add("pin");
    world.ledgerAway = false;
    deploy(next);
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    world.held.clear();
    world.strategy = new BlueGreen(0, null);
    assertThat(status(next)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void anAbortDoesNotWaitForADecisionThatNoLedgerTakes() {
    world.requiredApprovals = 1;
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.AWAITING_APPROVAL);
    world.ledgerAway = true;
    Thread deciding =
        Asking.unheard(
            () -> decide(id, decision(Decision.APPROVED, APPROVER, opened(id).planSha256())));
    await().until(() -> world.attempts.get() > 0);
    assertThat(abort(id, null)).isInstanceOf(RequestOutcome.Acting.class);
    await().until(() -> progress(id).events().getLast().phase() == DeploymentPhase.CLOSING);
    world.ledgerAway = false;
    assertThat(status(id)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(steps(id)).contains("closed").doesNotContain("go");
    deciding.interrupt();
  }

  /// Two deployments, the second of which serves, and then no ledger.
  private DeploymentId deployedTwice() {
    DeploymentId before = newId();
    deploy(before);
    status(before);
    DeploymentId serving = newId();
    deploy(serving);
    status(serving);
    world.ledgerAway = true;
    return before;
  }

  @Test
  void aRollbackToWhatIsKeptServesBeforeItIsRecorded() {
    world.postChecks = 1;
    DeploymentId before = deployedTwice();
    DeploymentId id = newId();
    assertThat(rollBack(id, before)).isEqualTo(new RequestOutcome.Acting(List.of("request"), null));
    await().until(() -> id.equals(world.serving));
    assertThat(steps(id)).isEmpty();
    world.ledgerAway = false;
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(steps(id))
        .containsExactly(
            "request", "opened", "go", "step-1", "step-2", "step-3", "check-post-c1", "closed");
    assertThat(opened(id).requestRef()).isEqualTo(closed(id).records().getFirst());
    assertThat(closed(id).records()).hasSize(steps(id).size() - 1);
    assertThat(closed(id).postCheckResultsRef()).hasSize(1);
  }

  @Test
  void aRollbackToWhatIsNotKeptWaitsForTheLedgers() {
    DeploymentId before = deployedTwice();
    DeploymentId serving = Objects.requireNonNull(world.serving);
    world.keepsWhatIsGoneBackTo = false;
    DeploymentId id = newId();
    Thread asking = Asking.unheard(() -> rollBack(id, before));
    int attempts = world.attempts.get();
    await().until(() -> world.attempts.get() > attempts + 4);
    assertThat(world.serving).isEqualTo(serving);
    world.ledgerAway = false;
    await().until(() -> id.equals(world.serving));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    asking.interrupt();
  }

  /// Asks for a rollback behind a deployment, none of which is recorded, and lets the ledgers take
  /// both once the rollback serves.
  private DeploymentId servesBeforeItIsRecorded(DeploymentId behind) {
    DeploymentId before = Objects.requireNonNull(world.serving);
    DeploymentId rollback = newId();
    assertThat(rollBack(rollback, newId()))
        .isEqualTo(new RequestOutcome.Acting(List.of("request"), behind));
    await().until(() -> rollback.equals(world.serving));
    assertThat(steps(rollback)).isEmpty();
    assertThat(world.record(behind, RecordKind.MANIFEST_CLOSED)).isEmpty();
    world.ledgerAway = false;
    assertThat(status(rollback)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(closed(behind).serving()).containsExactly(new TrafficShare(before, 100));
    assertThat(opened(rollback).plan().previousDeploymentId()).contains(before);
    assertThat(List.copyOf(world.ledger.values()))
        .extracting(it -> it.record().header().subject() + it.record().header().logicalStep())
        .containsSubsequence(
            behind.subject() + LogicalStep.CLOSED, rollback.subject() + LogicalStep.OPENED);
    return rollback;
  }

  @Test
  void aRollbackDoesNotWaitForTheRecordsOfWhatWasAborted() {
    DeploymentId aborted = cutOff("set-weights-100");
    goAway("set-weights-100");
    abort(aborted, null);
    await().until(() -> world.done.contains("restore"));
    world.strategy = new BlueGreen(0, null);
    servesBeforeItIsRecorded(aborted);
    assertThat(status(aborted)).isEqualTo(DeploymentStatus.ABORTED);
  }

  @Test
  void aRollbackDoesNotWaitForTheRecordsOfWhatAwaitedApproval() {
    world.serving = newId();
    world.requiredApprovals = 1;
    DeploymentId waits = newId();
    deploy(waits);
    awaitPhase(waits, DeploymentPhase.AWAITING_APPROVAL);
    world.requiredApprovals = 0;
    world.ledgerAway = true;
    DeploymentId rollback = servesBeforeItIsRecorded(waits);
    assertThat(status(waits)).isEqualTo(DeploymentStatus.SUPERSEDED);
    assertThat(closed(waits).reason()).startsWith("superseded by " + rollback);
  }

  /// It takes the sequence that follows.
  @Test
  void aRollbackWaitsForOneWhoseManifestIsNotRecordedAndSaysForWhich() {
    DeploymentId before = deployedTwice();
    DeploymentId first = newId();
    rollBack(first, before);
    await().until(() -> first.equals(world.serving));
    DeploymentId second = newId();
    assertThat(rollBack(second, before))
        .isEqualTo(new RequestOutcome.Acting(List.of("request"), first));
    assertThat(progress(second).events())
        .extracting(ProgressEvent::message)
        .contains("waits behind " + first + ", position 1");
    assertThat(world.serving).isEqualTo(first);
    world.ledgerAway = false;
    assertThat(status(first)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(status(second)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(opened(second).sequence()).isEqualTo(opened(first).sequence() + 1);
  }

  @Test
  void aRollbackInAnOutageThatDoesNotComeUpIsGoneBackFrom() {
    DeploymentId before = deployedTwice();
    DeploymentId serving = Objects.requireNonNull(world.serving);
    world.failing.add("start-1");
    DeploymentId id = newId();
    rollBack(id, before);
    await().until(() -> world.done.contains("restore"));
    assertThat(world.serving).isEqualTo(serving);
    world.ledgerAway = false;
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(serving);
    assertThat(steps(id)).startsWith("request", "opened", "go").endsWith("closed");
  }

  /// Its gateway's key may have been revoked meanwhile.
  @Test
  void aRollbackWhoseRequestNoLedgerTakesLaterIsGoneBackFromAndLeavesNoRecord() {
    DeploymentId before = deployedTwice();
    DeploymentId serving = Objects.requireNonNull(world.serving);
    DeploymentId id = newId();
    rollBack(id, before);
    await().until(() -> id.equals(world.serving));
    world.takesNothingCaused = true;
    world.ledgerAway = false;
    assertThatThrownBy(() -> status(id)).rootCause().hasMessageContaining("no proof by now");
    assertThat(steps(id)).isEmpty();
    assertThat(world.serving).isEqualTo(serving);
    world.takesNothingCaused = false;
    DeploymentId next = newId();
    deploy(next);
    assertThat(status(next)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aRollbackThatCannotBePlannedInAnOutageAndIsRefusedThenLeavesNoRecord() {
    DeploymentId before = deployedTwice();
    world.noPlan =
        new Planning.Refused(RefusalReason.UNAVAILABLE, Reason.of("its commits are not here"));
    world.takesNothingCaused = true;
    DeploymentId id = newId();
    assertThat(rollBack(id, before)).isInstanceOf(RequestOutcome.Acting.class);
    world.ledgerAway = false;
    assertThatThrownBy(() -> status(id)).rootCause().hasMessageContaining("no proof by now");
    assertThat(steps(id)).isEmpty();
  }

  /// Temporal ends a run whose history is longer than 51,200 events and warns from 10,240 on.
  @Test
  void anOutageOfAsLongAsIsWaitedForFitsIntoAHistory() {
    DeploymentId id = cutOff("start-1");
    goAway("start-1");
    await().until(() -> world.attempts.get() >= 2);
    long before = events(id);
    int attempted = world.attempts.get();
    await().until(() -> world.attempts.get() >= 4);
    long perAttempt = (events(id) - before) / (world.attempts.get() - attempted) + 1;
    world.ledgerAway = false;
    RetryOptions retries =
        Objects.requireNonNull(
            Retries.throughOutages(CourseLimits.RECORD_WITHIN).getRetryOptions());
    long attempts =
        CourseLimits.RECORD_WITHIN.dividedBy(Objects.requireNonNull(retries.getMaximumInterval()))
            + 12;
    assertThat(perAttempt * attempts).isLessThan(51_200 / 2);
    assertThat(CourseLimits.RECORD_WITHIN).isGreaterThan(Duration.ofDays(5));
    abort(id, null);
    status(id);
  }

  private long events(DeploymentId id) {
    return temporal.client().fetchHistory(id.value()).getEvents().size();
  }
}
