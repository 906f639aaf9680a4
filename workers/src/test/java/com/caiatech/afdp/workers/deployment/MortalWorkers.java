package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.Workers;
import com.caiatech.afdp.workers.WorkersConfiguration;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import com.caiatech.afdp.workers.ledger.WriterIdentity;
import com.caiatech.afdp.workers.lock.LockStart;
import com.caiatech.afdp.workers.plan.SourceMirrors;
import com.caiatech.afdp.workers.target.Target;
import com.caiatech.afdp.workers.target.local.LocalTarget;
import com.caiatech.afdp.workers.target.local.LocalTargetSettings;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// Workers that die, each followed by another over the same ledgers and the same target, as where
/// these are on other machines. None keeps workflows in memory, so that each task is a replay. The
/// next one asks for tasks before the last one ends: Temporal's in-process service loses a task
/// that it gives to a worker that has just ended.
final class MortalWorkers implements RunningWorkers.Running {
  private final WorkersConfiguration configuration;
  private final Deaths deaths;
  private final Clock clock;
  private final SourceMirrors mirrors;
  private final LocalTarget target;
  private final AtomicBoolean silent = new AtomicBoolean();
  private Ledgers ledgers;
  private Life living;
  private boolean closed;

  /// One worker with its connection.
  private record Life(WorkflowServiceStubs stubs, WorkerFactory factory) {
    /// Ends all at once, as the system does with a process.
    void end() {
      factory.shutdownNow();
      stubs.shutdownNow();
    }
  }

  /// @param clock by which the workers sign
  MortalWorkers(WorkersConfiguration configuration, Deaths deaths, Clock clock) {
    this.configuration = configuration;
    this.deaths = deaths;
    this.clock = clock;
    ledgers = open(configuration.writer());
    mirrors = new SourceMirrors(configuration.mirrors());
    target =
        LocalTarget.open(
            new LocalTargetSettings(
                configuration.target(),
                mirrors::of,
                Map.of(),
                LocalTargetSettings.Continuation.AS_IT_WAS,
                configuration.targetSettings().liveness(),
                configuration.targetSettings().limits()));
    living = start();
  }

  private Ledgers open(WriterIdentity writer) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    configuration.ledgers().forEach((series, place) -> stores.put(series, place.open()));
    return Ledgers.open(
        stores,
        writer,
        configuration.pinnedPolicy(),
        configuration.marks(),
        configuration.evidence(),
        clock,
        configuration.announcement());
  }

  /// Ends the worker, and starts one that signs with another key.
  synchronized void signAs(WriterIdentity writer) {
    Ledgers before = ledgers;
    ledgers = open(writer);
    replace();
    before.close();
  }

  /// Whether the heartbeats of activities get lost from now on.
  void loseHeartbeats(boolean lost) {
    silent.set(lost);
  }

  private Life start() {
    AtomicInteger polls = new AtomicInteger();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(configuration.temporal())
                .setGrpcClientInterceptors(
                    List.of(new LostHeartbeats(silent::get), new Polls(polls)))
                .build());
    WorkflowClient client = Workers.client(stubs, configuration);
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(0)
                .setWorkerInterceptors(
                    deaths.of(() -> Thread.startVirtualThread(this::replaceTheDead)))
                .build());
    Workers.register(
        factory,
        client,
        configuration,
        new LockStart.LockSettings(1_000, 500),
        new RegisteredPlatform(
            new PlatformFile(configuration.platformFile()), ledgers.readings()::registrations),
        ledgers,
        mirrors,
        target);
    factory.start();
    Awaitility.await().until(() -> polls.get() > 1);
    return new Life(stubs, factory);
  }

  private synchronized void replaceTheDead() {
    if (!closed) {
      replace();
    }
  }

  private void replace() {
    Life last = living;
    living = start();
    last.end();
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public void close() {
    deaths.end();
    synchronized (this) {
      closed = true;
      living.end();
      living.factory().awaitTermination(5, TimeUnit.SECONDS);
    }
    target.close();
    ledgers.close();
    mirrors.close();
  }
}
