package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.DeploymentProgress;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.AdmissionReading;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.strategy.BlueGreen;
import io.temporal.client.WorkflowFailedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CourseTest extends CourseFixture {
  @Test
  void aGoodDeploymentLeavesItsRecordsInOrder() {
    world.preChecks = 1;
    world.postChecks = 2;
    world.replicas = 2;
    DeploymentId id = newId();
    RequestOutcome.Admitted admitted = admitted(deploy(id));
    assertThat(admitted.position()).isZero();
    assertThat(admitted.behind()).isNull();
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(steps(id))
        .containsExactly(
            "request",
            "opened",
            "check-pre-c1",
            "go",
            "step-1",
            "step-2",
            "step-3",
            "step-4",
            "step-5",
            "step-6",
            "check-post-c1",
            "check-post-c2",
            "closed");
    DeploymentManifestClosed closed = closed(id);
    assertThat(closed.serving()).containsExactly(new TrafficShare(id, 100));
    assertThat(closed.records()).hasSize(12);
    assertThat(closed.preCheckResultsRef()).hasSize(1);
    assertThat(closed.postCheckResultsRef()).hasSize(2);
    assertThat(closed.openedRef()).isIn(closed.records());
    long seconds = Objects.requireNonNull(closed.durationSeconds());
    assertThat(closed.servedAfterMillis()).isBetween(0L, 1_000 * seconds + 999);
    DeploymentProgress progress = progress(id);
    assertThat(progress.ended()).isTrue();
    assertThat(progress.events().getLast().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(progress.events().getLast().phase()).isEqualTo(DeploymentPhase.ENDED);
  }

  @Test
  void theOpenedManifestStandsWithTheDigestOfItsPlan() {
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.record(id, RecordKind.MANIFEST_OPENED).orElseThrow().tree().planSha256())
        .contains(opened(id).planSha256());
  }

  @Test
  void goIsSaidBeforeTheFirstTrafficAlsoWhereNothingIsReliedOn() {
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(steps(id))
        .containsExactly("request", "opened", "go", "step-1", "step-2", "step-3", "closed");
    DeploymentStep go = world.step(id, LogicalStep.GO).orElseThrow();
    assertThat(go.saysGo()).isTrue();
    assertThat(go.because()).isEmpty();
    assertThat(go.traffic()).isEmpty();
    assertThat(world.step(id, LogicalStep.step(1)).orElseThrow().because()).isEmpty();
  }

  @Test
  void aFailedPreCheckLeavesTheTargetUntouched() {
    world.preChecks = 2;
    world.failing.add("check-pre-c2");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo("pre-deployment check c2 failed: half of them failed");
    assertThat(world.done).containsExactly("admit", "pin", "check-pre-c1", "check-pre-c2");
    assertThat(steps(id)).doesNotContain(LogicalStep.GO);
  }

  @Test
  void anInstanceThatNeverBecomesHealthyBringsTheOldReleaseBack() {
    DeploymentId before = newId();
    world.serving = before;
    world.failing.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason()).isEqualTo("never became healthy");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(closed(id).serving()).containsExactly(new TrafficShare(before, 100));
    assertThat(steps(id)).containsExactly("request", "opened", "go", "step-1", "step-2", "closed");
    assertThat(((DeploymentStep) world.records(id).get(3).body()).result())
        .isEqualTo(StepResult.FAILED);
    assertThat(((DeploymentStep) world.records(id).get(4).body()).name()).isEqualTo("restore");
  }

  @Test
  void aBlueGreenDeploymentIsCheckedBeforeItsTraffic() {
    world.strategy = new BlueGreen(10, null);
    world.replicas = 2;
    world.postChecks = 1;
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.done)
        .containsSubsequence("start-2", "check-post-c1", "set-weights-100", "bake", "retire-0");
    assertThat(steps(id))
        .containsExactly(
            "request",
            "opened",
            "go",
            "step-1",
            "check-post-c1",
            "step-2",
            "step-3",
            "step-4",
            "closed");
  }

  @Test
  void whatFailsWithTrafficTellsItsShare() {
    DeploymentId before = newId();
    world.serving = before;
    world.strategy = new BlueGreen(10, null);
    world.failing.add("bake");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo("never became healthy; the new version had 100 % of the traffic");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
  }

  @Test
  void aFailedPostCheckBringsTheOldReleaseBack() {
    DeploymentId before = newId();
    world.serving = before;
    world.postChecks = 1;
    world.failing.add("check-post-c1");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(world.serving).isEqualTo(before);
  }

  @Test
  void aRestoreThatFailsIsSaidInTheClosedManifest() {
    world.serving = newId();
    world.failing.add("start-1");
    world.failing.add("restore");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo("never became healthy; going back failed: the old release does not start");
    assertThat(closed(id).restoredDeploymentId()).isNull();
  }

  @Test
  void aRefusedRequestLeavesNoRecordAndNoLock() {
    world.refusal =
        new AdmissionReading.Refused(RefusalReason.UNKNOWN_REF, Reason.of("no branch maim"));
    DeploymentId id = newId();
    assertThat(deploy(id))
        .isEqualTo(new RequestOutcome.Refused(RefusalReason.UNKNOWN_REF, "no branch maim"));
    assertThat(status(id)).isEqualTo(DeploymentStatus.REFUSED);
    assertThat(world.ledger).isEmpty();
    world.refusal = null;
    DeploymentId next = newId();
    assertThat(admitted(deploy(next)).position()).isZero();
    assertThat(status(next)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aPlanThatCannotBeMadeClosesTheRequestAsRefused() {
    world.noPlan = new Planning.Refused(RefusalReason.UNKNOWN_REF, Reason.of("main vanished"));
    DeploymentId id = newId();
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.REFUSED);
    assertThat(closed(id).reason()).isEqualTo("UNKNOWN_REF: main vanished");
    assertThat(closed(id).openedRef()).isNull();
    assertThat(steps(id)).containsExactly("request", "closed");
  }

  @Test
  void aRequestToRollBackIsNoDeployment() {
    DeploymentId id = newId();
    DeploymentRequest request = DeploymentRequest.rollback(newId(), DEPLOYER, null);
    assertThat(start(id, request))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.INVALID_INPUT,
                "expected a request to deploy, found one to rollback"));
  }

  @Test
  void aSecondDeploymentWaitsBehindTheFirst() {
    world.held.add("start-1");
    DeploymentId first = newId();
    DeploymentId second = newId();
    DeploymentId third = newId();
    admitted(deploy(first));
    RequestOutcome.Admitted queued = admitted(deploy(second));
    assertThat(queued.position()).isEqualTo(1);
    assertThat(queued.behind()).isEqualTo(first);
    assertThat(admitted(deploy(third)).behind()).isEqualTo(second);
    assertThat(world.record(second, RecordKind.MANIFEST_OPENED)).isEmpty();
    world.held.clear();
    assertThat(status(third)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(opened(first).sequence()).isLessThan(opened(second).sequence());
    assertThat(opened(second).sequence()).isLessThan(opened(third).sequence());
  }

  @Test
  void oneThatIsAbortedInTheQueueIsClosedWithoutAManifest() {
    world.held.add("start-1");
    DeploymentId first = newId();
    DeploymentId second = newId();
    deploy(first);
    deploy(second);
    assertThat(abort(second, "not needed")).isInstanceOf(RequestOutcome.Recorded.class);
    assertThat(status(second)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(closed(second).reason()).isEqualTo("aborted by " + DEPLOYER + ": not needed");
    assertThat(closed(second).openedRef()).isNull();
    world.held.clear();
    assertThat(status(first)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void oneWhoseTurnDoesNotComeInTimeExpires() {
    world.held.add("start-1");
    world.limits = new CourseLimits(1, 60, 60, 60);
    DeploymentId first = newId();
    DeploymentId second = newId();
    deploy(first);
    deploy(second);
    assertThat(status(second)).isEqualTo(DeploymentStatus.EXPIRED);
    assertThat(closed(second).reason()).isEqualTo("its turn did not come within 1 s");
    world.held.clear();
    assertThat(status(first)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void theSameRequestTwiceRunsOnceWithTheSameAnswer() {
    DeploymentId id = newId();
    RequestOutcome.Admitted first = admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    int records = world.ledger.size();
    RequestOutcome.Admitted again = admitted(deploy(id));
    assertThat(again.receipt().ref()).isEqualTo(first.receipt().ref());
    assertThat(again.receipt().standing()).isTrue();
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.ledger).hasSize(records);
    assertThat(world.done).containsOnlyOnce("start-1");
  }

  @Test
  void aRunThatVanishedAfterItSaidGoIsClosedAsLost() {
    world.held.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    await().until(() -> world.step(id, LogicalStep.GO).isPresent());
    stub(id).terminate("the service lost it");
    world.held.clear();
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.LOST);
    assertThat(closed(id).durationSeconds()).isNull();
    assertThat(closed(id).servedAfterMillis()).isNull();
  }

  /// A deployment that serves and has vanished before it stopped what served before.
  private DeploymentId vanished() {
    world.serving = newId();
    world.held.add("retire-0");
    DeploymentId id = newId();
    deploy(id);
    await().until(() -> world.step(id, "step-2").isPresent());
    assertThat(world.serving).isEqualTo(id);
    stub(id).terminate("the service lost it");
    world.held.clear();
    return id;
  }

  @Test
  void aRunThatVanishedIsGoneBackFromByTheNextOneOfItsRequest() {
    DeploymentId id = vanished();
    DeploymentId before = opened(id).plan().previousDeploymentId().orElseThrow();
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.LOST);
    assertThat(world.serving).isEqualTo(before);
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(closed(id).serving()).containsExactly(new TrafficShare(before, 100));
    assertThat(closed(id).reason())
        .isEqualTo("an earlier run of this request ended without closing its manifest");
  }

  @Test
  void aRunThatVanishedAndCannotBeGoneBackFromIsClosedAndSaysSo() {
    DeploymentId id = vanished();
    world.failing.add("restore");
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.LOST);
    assertThat(closed(id).restoredDeploymentId()).isNull();
    assertThat(closed(id).reason()).endsWith("; going back failed: the old release does not start");
  }

  @Test
  void aDeploymentThatAnotherRunClosedMeanwhileEndsAsThatSays() {
    world.held.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    Header header =
        new Header(
            RecordKind.MANIFEST_CLOSED,
            id.subject(),
            LogicalStep.CLOSED,
            Scope.of(STAGING, CART),
            Instant.now());
    DeploymentManifestClosed lost =
        new DeploymentManifestClosed(
            DeploymentStatus.LOST,
            "nobody saw how it ended",
            null,
            null,
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            null);
    world.write(List.of(RecordToWrite.of(LedgerRecord.of(header, lost))));
    closedByTheTest.add(id);
    world.held.clear();
    assertThat(status(id)).isEqualTo(DeploymentStatus.LOST);
    assertThat(messages(id)).last().isEqualTo("another run has closed the manifest");
  }

  @Test
  void anOutageOfTheLedgerIsWaitedFor() {
    world.outages.set(3);
    DeploymentId id = newId();
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.outages).hasValue(0);
  }

  @Test
  void whatAnUnforeseenFaultSaysStaysOutOfTheHistory() {
    String secret = "MC4CAQAwBQYDK2VwBCIEIJ";
    world.preChecks = 1;
    for (String step : List.of("admit", "pin", "check-pre-c1", "start-1")) {
      world.faults.put(step, "it printed " + secret);
    }
    DeploymentId id = newId();
    admitted(deploy(id));
    assertThat(status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.faults).isEmpty();
    byte[] history = temporal.client().fetchHistory(id.value()).getHistory().toByteArray();
    assertThat(new String(history, StandardCharsets.ISO_8859_1))
        .contains("java.lang.IllegalStateException")
        .doesNotContain(secret);
  }

  @Test
  void aStepThatFailsAgainAndAgainEndsWithItsTimeAndGoesBack() {
    DeploymentId before = newId();
    world.serving = before;
    world.limits = new CourseLimits(60, 60, 60, 2);
    world.broken.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo(
            "deploying: its time was up before it succeeded: a fault that nobody foresaw; the log of the workers says what it was");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
  }

  @Test
  void aPlanThatIsNotMadeInItsTimeEndsTheDeployment() {
    world.limits = new CourseLimits(60, 60, 60, 1);
    world.held.add("pin");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason()).startsWith("preparing: its time was up before it succeeded: ");
    assertThat(steps(id)).containsExactly("request", "closed");
    world.held.clear();
    DeploymentId next = newId();
    assertThat(admitted(deploy(next)).position()).isZero();
  }

  @Test
  void aTargetThatIsNotBroughtBackInItsTimeIsSaidInTheClosedManifest() {
    world.serving = newId();
    world.limits = new CourseLimits(60, 60, 60, 2);
    world.failing.add("start-1");
    world.broken.add("restore");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason())
        .isEqualTo(
            "never became healthy; going back failed: a fault that nobody foresaw; the log of the workers says what it was");
    assertThat(steps(id)).endsWith("step-2", "closed");
  }

  @Test
  void whatCannotBeConfirmedInItsTimeIsGoneBackFrom() {
    DeploymentId before = newId();
    world.serving = before;
    world.limits = new CourseLimits(60, 60, 60, 2);
    world.broken.add("confirm");
    DeploymentId id = newId();
    deploy(id);
    assertThat(status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(closed(id).reason()).startsWith("what serves could not be confirmed: ");
    assertThat(closed(id).restoredDeploymentId()).isEqualTo(before);
    assertThat(progress(id).events().getLast().status()).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void aLedgerThatHasStoppedRefusesNewRequests() {
    world.ledgerStopped = true;
    DeploymentId id = newId();
    assertThat(deploy(id))
        .isEqualTo(
            new RequestOutcome.Refused(RefusalReason.LEDGER_STOPPED, "the volume has ended"));
  }

  @Test
  void aLedgerThatStopsDuringTheRolloutStillLeavesTheTargetRestoredAndTheLockFree() {
    DeploymentId before = newId();
    world.serving = before;
    world.held.add("start-1");
    DeploymentId id = newId();
    deploy(id);
    awaitPhase(id, DeploymentPhase.DEPLOYING);
    world.ledgerStopped = true;
    world.held.clear();
    assertThat(catchThrowableOfType(WorkflowFailedException.class, () -> status(id)))
        .hasRootCauseMessage(
            "message='the volume has ended', type='LEDGER_STOPPED', nonRetryable=true");
    assertThat(world.serving).isEqualTo(before);
    world.ledgerStopped = false;
    DeploymentId next = newId();
    assertThat(admitted(deploy(next)).position()).isZero();
    assertThat(status(next)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  private List<String> messages(DeploymentId id) {
    return progress(id).events().stream().map(ProgressEvent::message).toList();
  }
}
