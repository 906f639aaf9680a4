package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.workers.WorkersException;
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

/// Starts instances again that crashed while their deployment has traffic: after 200 ms, doubled at
/// each crash up to 10 s, and from the beginning once an instance has run for a minute. Keeps logs
/// bounded.
final class Supervision implements AutoCloseable {
  private static final Duration FIRST_DELAY = Duration.ofMillis(200);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
  private static final long STEADY_SECONDS = 60;
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("afdp-supervision-", 1).factory());

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

  private void ended(LocalService service, Instance instance) {
    if (instance.isStopping()) {
      return;
    }
    boolean wasHealthy = instance.isHealthy();
    service.drop(instance);
    if (wasHealthy && service.isMissed(Replica.of(instance))) {
      int crashes = instance.secondsRunning() > STEADY_SECONDS ? 0 : instance.entry().restarts();
      Duration delay = delayAfter(crashes);
      LOG.warn(
          "{} ended by itself{}; it is started again in {} ms. What it printed is in {}",
          instance.name(),
          instance.exitCode(),
          delay.toMillis(),
          instance.log().file());
      schedule(() -> startAgain(service, Replica.of(instance), crashes + 1), delay);
    }
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
