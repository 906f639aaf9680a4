package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.workers.TargetSettings;
import com.caiatech.afdp.workers.Workers;
import com.caiatech.afdp.workers.WorkersConfiguration;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.notification.NotificationFiles;
import com.caiatech.afdp.workers.plan.RecordedDeployments;
import com.caiatech.afdp.workers.target.Target;
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
  private final StockGit git;
  private final Path source;
  private final RecordedDeployments recorded;
  private final InProcessTemporal temporal;
  private final Workers workers;

  RunningWorkers(Path folder) throws IOException, InterruptedException {
    this(folder, null);
  }

  /// Workers that tell what happens.
  RunningWorkers(Path folder, @Nullable NotificationFiles notifications)
      throws IOException, InterruptedException {
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
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
    temporal = new InProcessTemporal();
    Map<Series, LedgerPlace> ledgers = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      ledgers.put(series, new LedgerPlace.OnSharedDisk(recorded.platform().repository(series)));
    }
    workers =
        Workers.start(
            new WorkersConfiguration(
                temporal.target(),
                "default",
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
    Duration task = Duration.ofSeconds(10);
    return request.action() == RequestedAction.ROLLBACK
        ? Asking.rollBack(temporal.client(), start, task)
        : Asking.deploy(temporal.client(), start, task);
  }

  /// Has Alice abort a deployment.
  void abort(DeploymentId id) {
    SteeringRequest request = asked(id, RequestedAction.ABORT);
    assertThat(workflow(id).abort(request).outcome()).isInstanceOf(RequestOutcome.Recorded.class);
  }

  /// Has Alice promote, skip, pause or resume.
  void steer(DeploymentId id, RequestedAction action) {
    SteeringRequest request = asked(id, action);
    assertThat(workflow(id).steer(request).outcome()).isInstanceOf(RequestOutcome.Recorded.class);
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
          .getResult(60, TimeUnit.SECONDS, DeploymentStatus.class);
    } catch (TimeoutException late) {
      throw new AssertionError("deployment " + id + " did not end within 60 s", late);
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
}
