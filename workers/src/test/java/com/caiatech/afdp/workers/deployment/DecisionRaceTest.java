package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.target.local.SampleService;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/// Two people who decide about the same plan at the same moment, over real ledgers.
final class DecisionRaceTest extends RunningWorkersFixture {
  private static final int ROUNDS = 5;

  @Test
  void ofAnApprovalAndARejectionAtTheSameMomentOneIsTakenAndRecorded() throws Exception {
    running.recorded().write(running.recorded().platform().asking(1, List.of()));
    for (int round = 0; round < ROUNDS; round++) {
      String version = "v" + round;
      DeploymentId id =
          running.deploy(
              SampleService.files(
                  version,
                  SampleService.blueGreen(version, 0).replace("replicas: 2", "replicas: 1")));
      await().until(() -> running.last(id).phase() == DeploymentPhase.AWAITING_APPROVAL);
      CyclicBarrier together = new CyclicBarrier(2);
      CompletableFuture<RequestOutcome> approval =
          decide(together, id, Decision.APPROVED, new PersonId("p_" + "b".repeat(32)));
      CompletableFuture<RequestOutcome> rejection =
          decide(together, id, Decision.REJECTED, new PersonId("p_" + "c".repeat(32)));
      boolean approved = approval.join() instanceof RequestOutcome.Decided;
      assertThat((approved ? rejection : approval).join())
          .isInstanceOfSatisfying(
              RequestOutcome.Refused.class,
              refused ->
                  assertThat(refused.reason()).isEqualTo(RefusalReason.NOT_AWAITING_APPROVAL));
      assertThat(rejection.join() instanceof RequestOutcome.Decided).isNotEqualTo(approved);
      assertThat(running.status(id))
          .isEqualTo(approved ? DeploymentStatus.SUCCEEDED : DeploymentStatus.REJECTED);
      assertThat(running.bodies(id, ApprovalDecision.class))
          .extracting(ApprovalDecision::decision)
          .containsExactly(approved ? Decision.APPROVED : Decision.REJECTED);
      DeploymentInvariants.hold(running, id);
    }
  }

  private CompletableFuture<RequestOutcome> decide(
      CyclicBarrier together, DeploymentId id, Decision decision, PersonId person) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            together.await();
          } catch (InterruptedException | BrokenBarrierException alone) {
            throw new IllegalStateException(alone);
          }
          return decide(id, decision, person);
        },
        Thread::startVirtualThread);
  }

  /// One that has ended is not found, which the gateway tells so too.
  private RequestOutcome decide(DeploymentId id, Decision decision, PersonId person) {
    try {
      return running.decide(id, decision, person, RequestId.create(Instant.now()));
    } catch (WorkflowNotFoundException ended) {
      return new RequestOutcome.Refused(RefusalReason.NOT_AWAITING_APPROVAL, "it has ended");
    }
  }
}
