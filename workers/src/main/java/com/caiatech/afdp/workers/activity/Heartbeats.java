package com.caiatech.afdp.workers.activity;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Heartbeats of an activity that is busy for long: they go on by themselves, and once the activity
/// is cancelled the work is interrupted. So it is a little before its time is up: what comes after
/// must not overlap with it.
public final class Heartbeats {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration MOST_TO_END = Duration.ofSeconds(15);
  private static final int SHARE_TO_END = 5;
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("heartbeats").daemon().factory());

  private final ActivityExecutionContext context;
  private final Thread worker = Thread.currentThread();
  private volatile @Nullable RuntimeException ended;

  private Heartbeats(ActivityExecutionContext context) {
    this.context = context;
  }

  /// Does the work of the activity that this thread runs.
  ///
  /// @param work takes what it may call at any time to learn that it shall end
  /// @throws ActivityCompletionException once the activity was cancelled; and a failure of the type
  ///   {@link FailureTypes#LATE} once its time is up
  public static <T> T during(Function<Runnable, T> work) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    if (context.getInfo().isLocal()) {
      return work.apply(() -> {});
    }
    Heartbeats heartbeats = new Heartbeats(context);
    ScheduledFuture<?> beating =
        CLOCK.scheduleWithFixedDelay(
            heartbeats::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    ScheduledFuture<?> deadline =
        CLOCK.schedule(
            () -> heartbeats.end(FailureTypes.late()),
            heartbeats.millisLeft(),
            TimeUnit.MILLISECONDS);
    try {
      T result = work.apply(heartbeats::requireGoingOn);
      heartbeats.requireGoingOn();
      return result;
    } catch (RuntimeException failed) {
      heartbeats.requireGoingOn();
      throw FailureTypes.ofAttempt(failed, context.getInfo().getAttempt());
    } finally {
      beating.cancel(false);
      deadline.cancel(false);
      Thread.interrupted(); // a late interruption is not the next activity's
    }
  }

  private void beat() {
    try {
      context.heartbeat(null);
    } catch (ActivityCompletionException over) {
      end(over);
    }
  }

  /// Both callers run on the one thread of the clock.
  private void end(RuntimeException why) {
    if (ended == null) {
      ended = why;
      worker.interrupt();
    }
  }

  /// What an earlier version of this software scheduled may have no time limit.
  private long millisLeft() {
    ActivityInfo info = context.getInfo();
    Duration most = info.getScheduleToCloseTimeout();
    if (!most.isPositive()) {
      return Long.MAX_VALUE;
    }
    Duration share = most.dividedBy(SHARE_TO_END);
    Duration toEnd = share.compareTo(MOST_TO_END) < 0 ? share : MOST_TO_END;
    return info.getScheduledTimestamp() + most.minus(toEnd).toMillis() - System.currentTimeMillis();
  }

  private void requireGoingOn() {
    RuntimeException over = ended;
    if (over != null) {
      throw over;
    }
  }
}
