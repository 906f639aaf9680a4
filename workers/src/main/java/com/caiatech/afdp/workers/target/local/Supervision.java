package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.HttpAnswer;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Release;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts instances again that crashed, or hung and were stopped, while their deployment has
/// traffic: after 200 ms, doubled at each crash up to 10 s, and from the beginning once an instance
/// has run for a minute. Keeps logs bounded.
final class Supervision implements AutoCloseable {
  private static final Duration FIRST_DELAY = Duration.ofMillis(200);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
  private static final long STEADY_SECONDS = 60;
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("afdp-supervision-", 1).factory());

  private final Liveness liveness;

  Supervision(Liveness liveness) {
    this.liveness = liveness;
  }

  /// Follows an instance to its end.
  void watch(LocalService service, Instance instance) {
    Future<?> _ =
        instance
            .handle()
            .onExit()
            .whenComplete(
                (ended, fault) -> schedule(() -> ended(service, instance), Duration.ZERO));
  }

  /// Looks after the logs of a service for as long as this runs.
  void keepLogsBounded(LocalService service) {
    Future<?> _ =
        clock.scheduleWithFixedDelay(
            () -> service.instances().forEach(instance -> instance.log().rotateIfLong()),
            1,
            1,
            TimeUnit.SECONDS);
  }

  /// Asks an instance that is healthy again and again whether it still is, until it is stopped.
  void watchHealth(LocalService service, Instance instance) {
    service
        .release(instance.entry().deploymentId())
        .ifPresent(release -> askLater(service, instance, release.health(), 0));
  }

  /// @param missed questions in a row that it did not answer as a healthy one
  private void askLater(
      LocalService service, Instance instance, Descriptor.Health health, int missed) {
    schedule(() -> ask(service, instance, health, missed), liveness.every());
  }

  private void ask(LocalService service, Instance instance, Descriptor.Health health, int missed) {
    if (!service.isHealthy(instance) || !instance.handle().isAlive()) {
      return;
    }
    try {
      switch (service.health().look(instance, health, liveness.within())) {
        case HealthProbe.Look.Healthy _ -> askLater(service, instance, health, 0);
        case HealthProbe.Look.Unknown _ -> askLater(service, instance, health, missed);
        case HealthProbe.Look.Unhealthy(HttpAnswer answer) -> {
          if (missed + 1 < liveness.inARow()) {
            askLater(service, instance, health, missed + 1);
          } else {
            hung(service, instance, answer);
          }
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void hung(LocalService service, Instance instance, HttpAnswer last) {
    if (!instance.handle().isAlive() || !service.leave(instance)) {
      return; // it has crashed meanwhile, or is stopped already
    }
    Reason found =
        Reason.of(
                "was asked {} times in a row for its health without status 200 to 299, last found {}")
            .with(liveness.inARow())
            .with(last);
    instance.log().note("stopped, because this instance %s".formatted(found));
    replace(service, instance, Reason.of("{} and is stopped").with(found));
    service.stop(List.of(instance));
  }

  private void ended(LocalService service, Instance instance) {
    if (instance.isStopping()) {
      return;
    }
    boolean wasHealthy = service.isHealthy(instance);
    service.drop(instance);
    instance.tree().stop(Survivors.GRACE); // its children have outlived it
    if (wasHealthy) {
      replace(service, instance, Reason.of("ended by itself{}").with(instance.exitCode()));
    }
  }

  /// Starts another in the place of an instance that serves no longer, where it had traffic.
  private void replace(LocalService service, Instance instance, Reason what) {
    if (!service.isMissed(Replica.of(instance))) {
      LOG.warn("{} {}. What it printed is in {}", instance.name(), what, instance.log().file());
      return;
    }
    int crashes = instance.secondsRunning() > STEADY_SECONDS ? 0 : instance.entry().restarts();
    Duration delay = delayAfter(crashes);
    LOG.warn(
        "{} {}; it is started again in {} ms. What it printed is in {}",
        instance.name(),
        what,
        delay.toMillis(),
        instance.log().file());
    schedule(() -> startAgain(service, Replica.of(instance), crashes + 1), delay);
  }

  static Duration delayAfter(int crashes) {
    Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(crashes, 16));
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
  }

  private void startAgain(LocalService service, Replica replica, int restarts) {
    Optional<Release> release = service.release(replica.deployment());
    if (release.isEmpty() || !service.isMissed(replica)) {
      return;
    }
    try {
      Instance instance = service.launch(release.get(), replica.number(), restarts);
      switch (healthOf(service, instance, release.get())) {
        case InstanceOutcome.Healthy _ -> service.markHealthy(instance);
        case InstanceOutcome.Failed(Reason reason) -> {
          LOG.warn("starting it again failed: {}", reason);
          service.stop(List.of(instance));
          again(service, replica, restarts);
        }
      }
    } catch (WorkersException.TargetUnavailable fault) {
      LOG.warn("starting it again failed: {}", fault.getMessage());
      again(service, replica, restarts);
    }
  }

  /// Starts again what was stopped because it did not become healthy.
  ///
  /// @param restarts how often that was tried before
  void again(LocalService service, Replica replica, int restarts) {
    schedule(() -> startAgain(service, replica, restarts + 1), delayAfter(restarts));
  }

  private static InstanceOutcome healthOf(
      LocalService service, Instance instance, Release release) {
    return service.health().await(instance, release.health(), () -> {});
  }

  /// On a thread of its own: waiting for health takes long.
  private void schedule(Runnable work, Duration delay) {
    try {
      Future<?> _ =
          clock.schedule(
              () -> Thread.ofVirtual().start(work), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("supervision has ended");
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
