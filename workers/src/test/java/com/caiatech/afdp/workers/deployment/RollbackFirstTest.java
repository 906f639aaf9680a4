package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.platform.QueueRule;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import org.junit.jupiter.api.Test;

/// A rollback waits for no decision of a person, and for no deployment that it can stop.
final class RollbackFirstTest extends CourseFixture {
  @Test
  void oneThatAwaitsApprovalGivesWay() {
    DeploymentId before = newId();
    world.serving = before;
    world.requiredApprovals = 1;
    DeploymentId waits = newId();
    deploy(waits);
    awaitPhase(waits, DeploymentPhase.AWAITING_APPROVAL);
    world.requiredApprovals = 0;
    DeploymentId rollback = newId();
    assertThat(admitted(rollBack(rollback, before)).behind()).isEqualTo(waits);
    assertThat(status(rollback)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(status(waits)).isEqualTo(DeploymentStatus.SUPERSEDED);
    DeploymentManifestClosed closed = closed(waits);
    assertThat(closed.reason())
        .isEqualTo(
            "superseded by %s, the rollback that %s asked for".formatted(rollback, DEPLOYER));
    assertThat(closed.restoredDeploymentId()).isNull();
    assertThat(closed.serving()).containsExactly(new TrafficShare(before, 100));
    assertThat(steps(waits)).containsExactly("request", "opened", "closed");
  }

  @Test
  void oneThatWaitsForItsTurnLosesItAndWhatRunsIsAbortedToTheHealthySideFirst() {
    DeploymentId before = newId();
    world.serving = before;
    world.held.add("set-weights-100");
    DeploymentId runs = newId();
    deploy(runs);
    await().until(() -> world.step(runs, LogicalStep.step(1)).isPresent());
    DeploymentId waits = newId();
    deploy(waits);
    DeploymentId rollback = newId();
    assertThat(admitted(rollBack(rollback, before)).behind()).isEqualTo(runs);
    assertThat(status(waits)).isEqualTo(DeploymentStatus.SUPERSEDED);
    assertThat(world.record(waits, RecordKind.MANIFEST_OPENED)).isEmpty();
    assertThat(status(runs)).isEqualTo(DeploymentStatus.ABORTED);
    assertThat(closed(runs).reason()).startsWith("superseded by " + rollback);
    assertThat(closed(runs).restoredDeploymentId()).isEqualTo(before);
    world.held.clear();
    assertThat(status(rollback)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.done).containsSubsequence("set-weights-100 cancelled", "restore", "start-1");
    assertThat(opened(rollback).sequence()).isEqualTo(opened(runs).sequence() + 1);
    assertThat(opened(rollback).plan().previousDeploymentId()).contains(before);
  }

  /// A deployment that starts its first instance until nothing is held any more.
  private DeploymentId underWay() {
    world.held.add("start-1");
    DeploymentId runs = newId();
    deploy(runs);
    awaitPhase(runs, DeploymentPhase.DEPLOYING);
    return runs;
  }

  @Test
  void theLatestDeploymentTakesTheTurnOfThoseThatWait() {
    world.queue = QueueRule.LATEST;
    DeploymentId runs = underWay();
    DeploymentId waits = newId();
    deploy(waits);
    DeploymentId latest = newId();
    assertThat(admitted(deploy(latest)).behind()).isEqualTo(runs);
    assertThat(status(waits)).isEqualTo(DeploymentStatus.SUPERSEDED);
    assertThat(closed(waits).reason())
        .isEqualTo(
            "superseded by %s, the later deployment that %s asked for".formatted(latest, DEPLOYER));
    world.held.clear();
    assertThat(status(runs)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(status(latest)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void anEnvironmentThatQueuesNothingRefusesWhatComesMeanwhileAndTakesARollback() {
    world.queue = QueueRule.REJECT;
    DeploymentId runs = underWay();
    DeploymentId meanwhile = newId();
    String why =
        "deployment %s is under way, and by its queue rule the environment takes no other of the service meanwhile; ask again once that has ended"
            .formatted(runs);
    assertThat(deploy(meanwhile))
        .isEqualTo(new RequestOutcome.Refused(RefusalReason.WRONG_STATE, why));
    assertThat(status(meanwhile)).isEqualTo(DeploymentStatus.REFUSED);
    assertThat(closed(meanwhile).reason()).isEqualTo(why);
    DeploymentId rollback = newId();
    assertThat(admitted(rollBack(rollback, newId())).behind()).isEqualTo(runs);
    world.held.clear();
    assertThat(status(rollback)).isEqualTo(DeploymentStatus.SUCCEEDED);
    DeploymentId after = newId();
    admitted(deploy(after));
    assertThat(status(after)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aRollbackThatHasBegunIsNotUndoneForAnother() {
    world.held.add("start-1");
    DeploymentId first = newId();
    rollBack(first, newId());
    awaitPhase(first, DeploymentPhase.DEPLOYING);
    DeploymentId second = newId();
    assertThat(admitted(rollBack(second, newId())).behind()).isEqualTo(first);
    world.held.clear();
    assertThat(status(second)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(status(first)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aRollbackThatAwaitsApprovalGivesWayToTheNext() {
    world.requiredApprovals = 1;
    DeploymentId first = newId();
    rollBack(first, newId());
    awaitPhase(first, DeploymentPhase.AWAITING_APPROVAL);
    world.requiredApprovals = 0;
    DeploymentId second = newId();
    admitted(rollBack(second, newId()));
    assertThat(status(second)).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(status(first)).isEqualTo(DeploymentStatus.SUPERSEDED);
  }

  @Test
  void whatIsAskedForAfterARollbackWaitsBehindIt() {
    world.held.add("start-1");
    DeploymentId rollback = newId();
    rollBack(rollback, newId());
    awaitPhase(rollback, DeploymentPhase.DEPLOYING);
    DeploymentId later = newId();
    RequestOutcome.Admitted queued = admitted(deploy(later));
    assertThat(queued.behind()).isEqualTo(rollback);
    world.held.clear();
    assertThat(status(later)).isEqualTo(DeploymentStatus.SUCCEEDED);
  }
}
