package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.ledger.TestIncidents;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.recording.KnownIncidentWorkflow;
import com.caiatech.afdp.workers.recording.RecordingWorkflow;
import com.caiatech.afdp.workers.recording.SharedRecordingWorkflow;
import com.caiatech.afdp.workers.recording.StandingRecordWorkflow;
import com.caiatech.afdp.workers.target.local.SampleService;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// What workers are doing when they die. Together the courses call every activity.
enum MortalCourse {
  /// A deployment with checks, an approval and a while in which the old version is kept.
  DEPLOYMENT {
    @Override
    void during(RunningWorkers running, Deaths deaths) throws Exception {
      DeploymentId one = deployed(running, "one", SampleService.blueGreen("one", 0));
      running.recorded().write(running.recorded().platform().asking(1, List.of()));
      deaths.begin();
      DeploymentId two = deploy(running, "two", SampleService.blueGreen("two", 1));
      await(() -> !running.bodies(two, CheckResult.class).isEmpty());
      RequestId approval = RequestId.create(Instant.now());
      await(() -> isApproved(running.approve(two, approval)));
      expect(running, two, DeploymentStatus.SUCCEEDED, "two");
      DeploymentInvariants.holdOfRecords(running.recorded().standing(one));
    }
  },

  /// A version that gets its traffic and fails its check then: the old one, which was stopped, is
  /// started again.
  GOING_BACK {
    @Override
    void during(RunningWorkers running, Deaths deaths) throws Exception {
      DeploymentId one = deployed(running, "one", SampleService.rolling("one"));
      deaths.begin();
      DeploymentId broken = deploy(running, "broken", SampleService.rolling("broken"));
      expect(running, broken, DeploymentStatus.FAILED, "one");
      assertThat(running.body(broken, DeploymentManifestClosed.class).restoredDeploymentId())
          .isEqualTo(one);
    }
  },

  /// A rollback to the version before.
  ROLLBACK {
    @Override
    void during(RunningWorkers running, Deaths deaths) throws Exception {
      DeploymentId one = deployed(running, "one", SampleService.blueGreen("one", 0));
      DeploymentId two = deployed(running, "two", SampleService.blueGreen("two", 0));
      deaths.begin();
      DeploymentId rollback = rollBack(running, one);
      expect(running, rollback, DeploymentStatus.SUCCEEDED, "one");
      DeploymentInvariants.holdOfRecords(running.recorded().standing(two));
    }
  },

  /// A rollback that no ledger takes, which serves before it is recorded.
  ROLLBACK_AHEAD {
    @Override
    void during(RunningWorkers running, Deaths deaths) throws Exception {
      DeploymentId one = deployed(running, "one", SampleService.blueGreen("one", 0));
      deployed(running, "two", SampleService.blueGreen("two", 0));
      running.recorded().lockLedgers();
      deaths.begin();
      DeploymentId rollback = DeploymentId.create(Instant.now());
      assertThat(running.ask(rollback, DeploymentRequest.rollback(one, TestPlatform.ALICE, null)))
          .isInstanceOf(RequestOutcome.Acting.class);
      await(
          () ->
              running
                  .target()
                  .observe(CART, STAGING)
                  .equals(List.of(new TrafficShare(rollback, 100))));
      running.recorded().unlockLedgers();
      expect(running, rollback, DeploymentStatus.SUCCEEDED, "one");
    }
  },

  /// A rollback that a person aborts when it has begun.
  ABORTED_ROLLBACK {
    @Override
    void during(RunningWorkers running, Deaths deaths) throws Exception {
      DeploymentId one = deploy(running, "one", paused("one"));
      await(() -> !running.bodies(one, DeploymentStep.class).isEmpty());
      await(() -> promoted(running, one));
      assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
      DeploymentId two = deployed(running, "two", SampleService.blueGreen("two", 0));
      deaths.begin();
      DeploymentId rollback = rollBack(running, one);
      await(() -> running.bodies(rollback, DeploymentStep.class).size() > 1);
      assertThat(running.askToAbort(rollback))
          .isInstanceOfAny(RequestOutcome.Recorded.class, RequestOutcome.Acting.class);
      expect(running, rollback, DeploymentStatus.ABORTED, "two");
      assertThat(running.body(rollback, DeploymentManifestClosed.class).restoredDeploymentId())
          .isEqualTo(two);
    }
  },

  /// A deployment that serves, that Temporal forgets and that is asked for again.
  SENT_AGAIN {
    @Override
    void during(RunningWorkers running, Deaths deaths) throws Exception {
      deployed(running, "one", SampleService.blueGreen("one", 0));
      DeploymentId two = deploy(running, "two", SampleService.blueGreen("two", 600));
      await(
          () ->
              running.target().observe(CART, STAGING).equals(List.of(new TrafficShare(two, 100))));
      running.forget(two);
      deaths.begin();
      assertThat(running.ask(two, TestPlatform.unproven()))
          .isInstanceOf(RequestOutcome.Admitted.class);
      expect(running, two, DeploymentStatus.LOST, "one");
    }
  },

  /// A report of an incident, the question whether it stands, and what has become of it.
  RECORDING {
    @Override
    void during(RunningWorkers running, Deaths deaths) {
      IncidentId incident = IncidentId.create(Instant.now());
      LedgerRecord report =
          of(
              running,
              incident,
              Action.REPORT_INCIDENT,
              TestIncidents.report(IncidentPhase.OPENED, Instant.now(), null));
      deaths.begin();
      Answer recorded =
          running
              .client()
              .newWorkflowStub(RecordingWorkflow.class, options("report-" + incident))
              .record(new RecordingRequest(report.header(), RecordInput.of(report)));
      assertThat(recorded.outcome()).isInstanceOf(RequestOutcome.Recorded.class);
      assertThat(
              running
                  .client()
                  .newWorkflowStub(SharedRecordingWorkflow.class, options("shared-" + incident))
                  .record(List.of(new RecordingRequest(report.header(), RecordInput.of(report)))))
          .extracting(Answer::outcome)
          .hasOnlyElementsOfType(RequestOutcome.Recorded.class)
          .hasSize(1);
      Answer standing =
          Objects.requireNonNull(
              running
                  .client()
                  .newWorkflowStub(StandingRecordWorkflow.class, options("standing-" + incident))
                  .standing(report.header()));
      LedgerRecord update =
          of(
              running,
              incident,
              Action.UPDATE_INCIDENT,
              TestIncidents.report(IncidentPhase.MITIGATED, Instant.now(), null));
      Answer known =
          Objects.requireNonNull(
              running
                  .client()
                  .newWorkflowStub(KnownIncidentWorkflow.class, options("known-" + incident))
                  .known(update.header()));
      RecordRef last = recorded(standing);
      assertThat(recorded(known)).isEqualTo(last);
      RecordRef updated =
          recorded(
              running
                  .client()
                  .newWorkflowStub(RecordingWorkflow.class, options("update-" + incident))
                  .record(new RecordingRequest(update.header(), RecordInput.of(update), last)));
      assertThat(updated).isNotEqualTo(last);
      assertThat(running.recorded().platform().verify(Series.INCIDENTS).trusted()).isEqualTo(2);
      assertThat(running.recorded().platform().verify(Series.INCIDENTS).sound()).isTrue();
    }
  };

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// How long a dead worker keeps a task of a workflow.
  static final Duration TASK = Duration.ofSeconds(1);

  /// Has the workers do it and looks at what became of it.
  abstract void during(RunningWorkers running, Deaths deaths) throws Exception;

  private static LedgerRecord of(
      RunningWorkers running, IncidentId incident, Action action, IncidentReport report) {
    return running
        .recorded()
        .platform()
        .ofIncident(incident, LogicalStep.of(action, RequestId.create(Instant.now())), report);
  }

  private static RecordRef recorded(Answer answer) {
    assertThat(answer.outcome()).isInstanceOf(RequestOutcome.Recorded.class);
    return ((RequestOutcome.Recorded) answer.outcome()).receipt().ref();
  }

  private static DeploymentId deploy(RunningWorkers running, String version, String descriptor)
      throws Exception {
    return running.deploy(
        SampleService.files(version, descriptor.replace("replicas: 2", "replicas: 1")));
  }

  private static DeploymentId deployed(RunningWorkers running, String version, String descriptor)
      throws Exception {
    DeploymentId id = deploy(running, version, descriptor);
    assertThat(running.status(id)).isEqualTo(DeploymentStatus.SUCCEEDED);
    return id;
  }

  private static DeploymentId rollBack(RunningWorkers running, DeploymentId target) {
    DeploymentId id = DeploymentId.create(Instant.now());
    assertThat(running.ask(id, DeploymentRequest.rollback(target, TestPlatform.ALICE, null)))
        .isInstanceOf(RequestOutcome.Admitted.class);
    return id;
  }

  private static String paused(String version) {
    return SampleService.blueGreen(version, 0)
        .replace("strategy: {", "strategy: {pauseBeforeSwitch: {}, ");
  }

  private static boolean promoted(RunningWorkers running, DeploymentId id) {
    return running.outcome(id, RequestedAction.PROMOTE) instanceof RequestOutcome.Recorded;
  }

  private static boolean isApproved(RequestOutcome outcome) {
    assertThat(outcome)
        .matches(
            it ->
                it instanceof RequestOutcome.Decided
                    || (it instanceof RequestOutcome.Refused refused
                        && refused.reason() == RefusalReason.NOT_AWAITING_APPROVAL));
    return outcome instanceof RequestOutcome.Decided;
  }

  private static void expect(
      RunningWorkers running, DeploymentId id, DeploymentStatus status, String serving)
      throws Exception {
    assertThat(running.status(id)).isEqualTo(status);
    DeploymentInvariants.hold(running, id);
    assertThat(running.body(id, DeploymentManifestClosed.class).status()).isEqualTo(status);
    assertThat(Load.get(running.target().address(CART, STAGING))).isEqualTo("200 " + serving);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(WorkflowNames.TASK_QUEUE)
        .setWorkflowTaskTimeout(TASK)
        .build();
  }
}
