package com.caiatech.afdp.workers.activity;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Heartbeats of an activity that is busy for long: they go on by themselves, and once the activity
/// is cancelled the work is interrupted.
public final class Heartbeats {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("heartbeats").daemon().factory());

  private final ActivityExecutionContext context;
  private final Thread worker = Thread.currentThread();
  private volatile @Nullable ActivityCompletionException ended;

  private Heartbeats(ActivityExecutionContext context) {
    this.context = context;
  }

  /// Does the work of the activity that this thread runs.
  ///
  /// @param work takes what it may call at any time to learn that it shall end
  /// @throws ActivityCompletionException once the activity was cancelled
  public static <T> T during(Function<Runnable, T> work) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    if (context.getInfo().isLocal()) {
      return work.apply(() -> {});
    }
    Heartbeats heartbeats = new Heartbeats(context);
    ScheduledFuture<?> beating =
        CLOCK.scheduleWithFixedDelay(
            heartbeats::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    try {
      T result = work.apply(heartbeats::requireGoingOn);
      heartbeats.requireGoingOn();
      return result;
    } catch (RuntimeException failed) {
      heartbeats.requireGoingOn();
      throw failed;
    } finally {
      beating.cancel(false);
      Thread.interrupted(); // a late interruption is not the next activity's
    }
  }

  private void beat() {
    try {
      context.heartbeat(null);
    } catch (ActivityCompletionException over) {
      if (ended == null) {
        ended = over;
        worker.interrupt();
      }
    }
  }

  private void requireGoingOn() {
    ActivityCompletionException over = ended;
    if (over != null) {
      throw over;
    }
  }
}
