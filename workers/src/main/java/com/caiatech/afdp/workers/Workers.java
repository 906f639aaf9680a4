package com.caiatech.afdp.workers;

import com.caiatech.afdp.schemas.git.GitHosts;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.activity.LedgerRecording;
import com.caiatech.afdp.workers.activity.ServingTimes;
import com.caiatech.afdp.workers.connection.TemporalPayloads;
import com.caiatech.afdp.workers.deployment.AutomatedDeployment;
import com.caiatech.afdp.workers.deployment.ForensicRollback;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import com.caiatech.afdp.workers.lock.EnvironmentLock;
import com.caiatech.afdp.workers.lock.LockStart;
import com.caiatech.afdp.workers.lock.TemporalLocks;
import com.caiatech.afdp.workers.notification.ChannelCounts;
import com.caiatech.afdp.workers.notification.Notifier;
import com.caiatech.afdp.workers.plan.Admissions;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import com.caiatech.afdp.workers.plan.Planner;
import com.caiatech.afdp.workers.plan.RollbackEvidence;
import com.caiatech.afdp.workers.plan.SourceMirrors;
import com.caiatech.afdp.workers.plan.Sources;
import com.caiatech.afdp.workers.plan.StandingApprovals;
import com.caiatech.afdp.workers.plan.StartEvidence;
import com.caiatech.afdp.workers.plan.UnrecordedRollbacks;
import com.caiatech.afdp.workers.recording.KnownIncidentReading;
import com.caiatech.afdp.workers.recording.Recording;
import com.caiatech.afdp.workers.recording.Recordings;
import com.caiatech.afdp.workers.recording.SharedRecording;
import com.caiatech.afdp.workers.recording.StandingRecordReading;
import com.caiatech.afdp.workers.recovery.Recovery;
import com.caiatech.afdp.workers.rollout.TargetRollout;
import com.caiatech.afdp.workers.target.Target;
import com.caiatech.afdp.workers.target.local.LocalTarget;
import com.caiatech.afdp.workers.target.local.LocalTargetSettings;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The composition of the workers: which parts there are and what they know of each other.
public final class Workers implements AutoCloseable {
  private static final int STOP_SECONDS = 2;

  /// A cancellation reaches an activity with a heartbeat: an abort does not wait longer for it.
  private static final Duration SOON = Duration.ofSeconds(1);

  /// Each brings one workflow a round trip, and what people record is a workflow each: with the
  /// SDK's five, hundreds wait for a round trip while the ledger could take all of them at once.
  private static final int WORKFLOW_POLLERS = 20;

  /// The first record that is encoded loads its schema, which a busy machine takes its time for.
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(10);

  /// What an admission does within one workflow task, which lasts ten seconds.
  private static final Duration ADMISSION_WAITS = Duration.ofSeconds(5);

  /// How long the Temporal service may take to say what it is; five seconds, the default, are too
  /// few where the processors are busy.
  private static final Duration FIRST_ANSWER = Duration.ofMinutes(1);

  /// The same for every other answer, which is ten seconds by default.
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /// Whoever gets the turn at once is pinned as it was admitted, without a second fetch.
  private static final Duration AS_ADMITTED = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Duration LONGEST_FETCH = Duration.ofHours(1);

  private final WorkflowServiceStubs stubs;
  private final WorkerFactory factory;
  private final Ledgers ledgers;
  private final SourceMirrors mirrors;
  private final LocalTarget target;
  private final List<DeploymentId> lost;
  private final Notifier notifier;
  private final ServingTimes servingTimes;
  private final ScheduledExecutorService looking;

  private Workers(
      WorkflowServiceStubs stubs,
      WorkerFactory factory,
      Ledgers ledgers,
      SourceMirrors mirrors,
      LocalTarget target,
      List<DeploymentId> lost,
      Notifier notifier,
      ServingTimes servingTimes,
      ScheduledExecutorService looking) {
    this.stubs = stubs;
    this.factory = factory;
    this.ledgers = ledgers;
    this.mirrors = mirrors;
    this.target = target;
    this.lost = lost;
    this.notifier = notifier;
    this.servingTimes = servingTimes;
    this.looking = looking;
  }

  /// Brings back what should serve, closes what was lost, and takes work.
  public static Workers start(WorkersConfiguration configuration) {
    PlatformFile configured = new PlatformFile(configuration.platformFile());
    Notifier notifier = Notifier.of(configuration.notifications(), configured, Clock.systemUTC());
    Ledgers ledgers =
        Ledgers.open(
            stores(configuration.ledgers()),
            configured.current().laterPolicies(),
            configuration.writer(),
            configuration.pinnedPolicy(),
            configuration.marks(),
            configuration.evidence(),
            Clock.systemUTC(),
            configuration.announcement().andThen(_ -> notifier.wake()));
    SourceMirrors mirrors = new SourceMirrors(configuration.mirrors());
    LocalTarget target =
        LocalTarget.open(
            new LocalTargetSettings(
                configuration.target(),
                mirrors::of,
                Map.of(),
                configuration.workflowsSurvive()
                    ? LocalTargetSettings.Continuation.AS_IT_WAS
                    : LocalTargetSettings.Continuation.LAST_GOOD,
                configuration.targetSettings().liveness(),
                configuration.targetSettings().limits()));
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(configuration.temporal())
                .setSystemInfoTimeout(FIRST_ANSWER)
                .setRpcTimeout(ANSWER)
                .build());
    WorkflowClient client = client(stubs, configuration);
    Recovery recovery =
        new Recovery(ledgers.readings(), ledgers.writer(), target, client, Clock.systemUTC());
    List<DeploymentId> lost = recovery.closeLost();
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    RegisteredPlatform platform =
        new RegisteredPlatform(configured, ledgers.readings()::registrations);
    ServingTimes servingTimes =
        register(
            factory,
            client,
            configuration,
            LockStart.LockSettings.DEFAULT,
            platform,
            ledgers,
            mirrors,
            target);
    factory.start();
    notifier.start(ledgers.readings(), platform);
    return new Workers(
        stubs,
        factory,
        ledgers,
        mirrors,
        target,
        lost,
        notifier,
        servingTimes,
        looking(recovery, configuration.lookForLost()));
  }

  /// What runs releases on this machine.
  public Target target() {
    return target;
  }

  /// The deployments that were closed as lost at the start.
  public List<DeploymentId> lost() {
    return lost;
  }

  /// What became of notifications, one a channel.
  public List<ChannelCounts> notifications() {
    return notifier.counts();
  }

  /// How long deployments and rollbacks took to serve.
  public ServingTimes servingTimes() {
    return servingTimes;
  }

  /// Looks for deployments whose workflow somebody ended from outside, for as long as the workers
  /// run.
  private static ScheduledExecutorService looking(Recovery recovery, Duration between) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recovery").factory());
    Runnable look =
        () -> {
          try {
            recovery.closeLost();
          } catch (RuntimeException unanswered) { // the next look may find it
            LOG.warn("deployments that nobody ends cannot be looked for now", unanswered);
          }
        };
    var _ =
        clock.scheduleWithFixedDelay(
            look, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    return clock;
  }

  /// The client by which workers reach Temporal.
  public static WorkflowClient client(
      WorkflowServiceStubs stubs, WorkersConfiguration configuration) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(configuration.namespace())
            .setDataConverter(TemporalPayloads.converter())
            .build());
  }

  @Override
  public void close() {
    looking.shutdownNow();
    notifier.close();
    factory.shutdownNow();
    factory.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    stubs.shutdownNow();
    stubs.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    target.close();
    ledgers.close();
    mirrors.close();
  }

  /// Registers every workflow and activity with a factory that is not started yet; several may
  /// follow each other over the same parts.
  ///
  /// @return what is noted of how long deployments took to serve
  public static ServingTimes register(
      WorkerFactory factory,
      WorkflowClient client,
      WorkersConfiguration configuration,
      LockStart.LockSettings locks,
      RegisteredPlatform platform,
      Ledgers ledgers,
      SourceMirrors mirrors,
      Target target) {
    GitHosts hosts = new GitHosts(configuration.gitCredentials());
    Sources sources = new Sources(platform, mirrors, hosts, LONGEST_FETCH, AS_ADMITTED);
    Sources hurried = new Sources(platform, mirrors, hosts, ADMISSION_WAITS, Duration.ZERO);
    DeploymentReadings deployments = new DeploymentReadings(ledgers.readings());
    RollbackEvidence evidence = new RollbackEvidence(ledgers.readings(), deployments, sources);
    RollbackEvidence hurriedEvidence =
        new RollbackEvidence(ledgers.readings(), deployments, hurried);
    UnrecordedRollbacks unrecorded =
        new UnrecordedRollbacks(
            ledgers.readings(), ledgers.writer(), deployments, evidence, target::keeps);
    LedgerRecording recording = new LedgerRecording(ledgers.writer(), ledgers.readings());
    TargetRollout rollout =
        new TargetRollout(
            target,
            sources,
            new StartEvidence(ledgers.readings(), deployments, evidence, unrecorded));
    Worker worker =
        factory.newWorker(
            WorkflowNames.TASK_QUEUE,
            WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxHeartbeatThrottleInterval(SOON)
                .setMaxConcurrentWorkflowTaskPollers(WORKFLOW_POLLERS)
                .setDefaultDeadlockDetectionTimeout(BUSY_MACHINE.toMillis())
                .build());
    worker.registerWorkflowImplementationTypes(
        AutomatedDeployment.class,
        ForensicRollback.class,
        EnvironmentLock.class,
        Recording.class,
        SharedRecording.class,
        StandingRecordReading.class,
        KnownIncidentReading.class);
    worker.registerActivitiesImplementations(
        recording,
        rollout,
        new TemporalLocks(client, locks),
        new Admissions(
            platform,
            hurried,
            hurriedEvidence,
            deployments,
            unrecorded,
            recording,
            configuration.limits()),
        new Planner(
            platform, sources, evidence, deployments, target::intended, configuration.limits()),
        new StandingApprovals(ledgers.readings()),
        new Recordings(recording, ledgers.readings(), deployments, platform));
    return recording.servingTimes();
  }

  private static Map<Series, VolumeStore> stores(Map<Series, LedgerPlace> ledgers) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    ledgers.forEach((series, place) -> stores.put(series, place.open()));
    return stores;
  }
}
