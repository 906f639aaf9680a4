package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.workers.TargetSettings;
import com.caiatech.afdp.workers.Workers;
import com.caiatech.afdp.workers.WorkersConfiguration;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.connection.TestTemporal;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.notification.NotificationFiles;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import com.caiatech.afdp.workers.target.Target;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// All of the workers on in-process Temporal, over real ledgers, a real repository of cart and a
/// real target.
final class RunningWorkers implements AutoCloseable {
  private static final long MOST_SECONDS = 600;
  private static final PersonId BOB = new PersonId("p_" + "b".repeat(32));

  private final StockGit git;
  private final Path source;
  private final RecordedDeployments recorded;
  private final TestTemporal temporal;
  private final Running workers;
  private final Duration task;

  RunningWorkers(Path folder) throws IOException, InterruptedException {
    this(folder, (NotificationFiles) null);
  }

  /// Workers that tell what happens.
  RunningWorkers(Path folder, @Nullable NotificationFiles notifications)
      throws IOException, InterruptedException {
    this(
        folder,
        new RecordedDeployments(folder.resolve("ledgers")),
        notifications,
        new InProcessTemporal(),
        Duration.ofSeconds(10),
        configuration -> new Whole(Workers.start(configuration)));
  }

  /// Workers that run in another way.
  ///
  /// @param task how long a worker may hold one task of a workflow
  RunningWorkers(
      Path folder, RecordedDeployments recorded, TestTemporal temporal, Duration task, Start start)
      throws IOException, InterruptedException {
    this(folder, recorded, null, temporal, task, start);
  }

  private RunningWorkers(
      Path folder,
      RecordedDeployments recorded,
      @Nullable NotificationFiles notifications,
      TestTemporal temporal,
      Duration task,
      Start start)
      throws IOException, InterruptedException {
    this.recorded = recorded;
    this.temporal = temporal;
    this.task = task;
    git = new StockGit(folder.resolve("home"));
    source = folder.resolve("cart.git");
    git.run(folder, "git", "init", "-q", "--bare", "-b", "main", source.toString());
    RepositoryName repository = new RepositoryName("cart");
    PlatformFile platform = new PlatformFile(folder.resolve("platform.json"));
    platform.replace(
        new Platform(
            "afdp-test",
            List.of(new Platform.Environment(STAGING, 0, "staging-approval")),
            List.of(),
            List.of(new Platform.SourceRepository(repository, source.toUri(), "main")),
            List.of(
                new Platform.Service(
                    CART, Map.of(SourceRole.APPLICATION, Platform.Source.wholeOf(repository))))));
    Map<Series, LedgerPlace> ledgers = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      ledgers.put(series, new LedgerPlace.OnSharedDisk(recorded.platform().repository(series)));
    }
    workers =
        start.start(
            new WorkersConfiguration(
                temporal.target(),
                temporal.namespace(),
                true,
                folder.resolve("platform.json"),
                ledgers,
                recorded.platform().identity(),
                recorded.platform().pinned(),
                folder.resolve("marks"),
                folder.resolve("evidence"),
                folder.resolve("mirrors"),
                folder.resolve("target"),
                TargetSettings.DEFAULT,
                CourseLimits.DEFAULT,
                Duration.ofMillis(500),
                null,
                notifications,
                moved -> {}));
  }

  /// How the workers are started.
  interface Start {
    Running start(WorkersConfiguration configuration);
  }

  /// What was started.
  interface Running extends AutoCloseable {
    Target target();

    @Override
    void close();
  }

  private record Whole(Workers workers) implements Running {
    @Override
    public Target target() {
      return workers.target();
    }

    @Override
    public void close() {
      workers.close();
    }
  }

  WorkflowClient client() {
    return temporal.client();
  }

  RecordedDeployments recorded() {
    return recorded;
  }

  Target target() {
    return workers.target();
  }

  /// Has Alice deploy the files.
  DeploymentId deploy(Map<String, String> files) throws IOException, InterruptedException {
    push(files);
    DeploymentId id = DeploymentId.create(Instant.now());
    assertThat(ask(id, TestPlatform.unproven())).isInstanceOf(RequestOutcome.Admitted.class);
    return id;
  }

  /// Puts the files into a commit at the head of the branch.
  void push(Map<String, String> files) throws IOException, InterruptedException {
    git.push(source, files);
  }

  /// Has Alice ask for a deployment or a rollback.
  RequestOutcome ask(DeploymentId id, DeploymentRequest request) {
    DeploymentStart start =
        new DeploymentStart(
            id, CART, STAGING, recorded.platform().proven(id, Instant.now(), request));
    return request.action() == RequestedAction.ROLLBACK
        ? Asking.rollBack(temporal.client(), start, task)
        : Asking.deploy(temporal.client(), start, task);
  }

  /// Has Alice abort a deployment.
  void abort(DeploymentId id) {
    assertThat(askToAbort(id)).isInstanceOf(RequestOutcome.Recorded.class);
  }

  /// What comes of it when she does.
  RequestOutcome askToAbort(DeploymentId id) {
    return workflow(id).abort(asked(id, RequestedAction.ABORT)).outcome();
  }

  /// Has Alice promote, skip, pause or resume.
  void steer(DeploymentId id, RequestedAction action) {
    assertThat(outcome(id, action)).isInstanceOf(RequestOutcome.Recorded.class);
  }

  /// What comes of it when she asks for that.
  RequestOutcome outcome(DeploymentId id, RequestedAction action) {
    SteeringRequest request = asked(id, action);
    return Asking.outcome(() -> workflow(id).steer(request));
  }

  /// Has somebody else approve the deployment's plan.
  RequestOutcome approve(DeploymentId id, RequestId request) {
    return decide(id, Decision.APPROVED, BOB, request);
  }

  /// Has somebody decide about the deployment's plan.
  RequestOutcome decide(DeploymentId id, Decision what, PersonId person, RequestId request) {
    ApprovalDecision decision =
        new ApprovalDecision(
            what,
            person,
            "approver",
            body(id, DeploymentManifestOpened.class).planSha256(),
            "staging-approval",
            "looked at it",
            null);
    RecordInput input =
        recorded
            .platform()
            .provenInput(
                id,
                LogicalStep.of(PersonAction.of(decision).action(), request),
                RecordInput.of(decision));
    return Asking.outcome(() -> workflow(id).decide(new DecisionRequest(request, input)));
  }

  private SteeringRequest asked(DeploymentId id, RequestedAction action) {
    RequestId request = RequestId.create(Instant.now());
    RecordInput input =
        RecordInput.of(DeploymentRequest.ofRunning(action, null, TestPlatform.ALICE, "as planned"));
    return new SteeringRequest(
        request,
        recorded
            .platform()
            .provenInput(id, LogicalStep.of(PersonAction.action(action), request), input));
  }

  /// Ends the deployment's workflow from outside, as Temporal's own tools do.
  void terminate(DeploymentId id) {
    temporal.client().newUntypedWorkflowStub(id.value()).terminate("by hand");
  }

  /// Has Temporal forget the deployment's workflow, as when its time to be kept is over.
  void forget(DeploymentId id) {
    temporal
        .client()
        .getWorkflowServiceStubs()
        .blockingStub()
        .deleteWorkflowExecution(
            DeleteWorkflowExecutionRequest.newBuilder()
                .setNamespace(temporal.namespace())
                .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(id.value()))
                .build());
    await().until(() -> isForgotten(temporal.client().newUntypedWorkflowStub(id.value())));
  }

  private static boolean isForgotten(WorkflowStub workflow) {
    try {
      var _ = workflow.describe();
      return false;
    } catch (WorkflowNotFoundException forgotten) {
      return true;
    }
  }

  /// What the deployment told last.
  ProgressEvent last(DeploymentId id) {
    return workflow(id).progress().events().getLast();
  }

  private AutomatedDeploymentWorkflow workflow(DeploymentId id) {
    return temporal.client().newWorkflowStub(AutomatedDeploymentWorkflow.class, id.value());
  }

  /// How the deployment ended, once it has.
  DeploymentStatus status(DeploymentId id) {
    try {
      return temporal
          .client()
          .newUntypedWorkflowStub(id.value())
          .getResult(MOST_SECONDS, TimeUnit.SECONDS, DeploymentStatus.class);
    } catch (TimeoutException late) {
      throw new AssertionError(
          "deployment " + id + " did not end within " + MOST_SECONDS + " s", late);
    }
  }

  /// What the deployment's records of a type say, in the order of the ledger.
  <B extends RecordBody> List<B> bodies(DeploymentId id, Class<B> type) {
    return recorded.standing(id).stream()
        .map(it -> it.record().body())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  <B extends RecordBody> B body(DeploymentId id, Class<B> type) {
    return bodies(id, type).getFirst();
  }

  @Override
  public void close() {
    workers.close();
    temporal.close();
    recorded.close();
  }

  /// Waits until the deployment has all the traffic.
  void awaitServing(DeploymentId deployment) {
    await()
        .until(
            () ->
                target().observe(CART, STAGING).equals(List.of(new TrafficShare(deployment, 100))));
  }
}
