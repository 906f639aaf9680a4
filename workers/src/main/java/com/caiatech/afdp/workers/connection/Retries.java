package com.caiatech.afdp.workers.connection;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How often and how long activities are tried. Outages are waited for: what must not be tried
/// again says so by a failure that is not retryable. What a deployment waits for has an end; the
/// lock and what records a person's report have none of their own.
public final class Retries {
  /// For local activities the SDK takes a limit of 0, which it otherwise calls unlimited, for no
  /// retries at all.
  private static final int WITHOUT_END = Integer.MAX_VALUE;

  private static final RetryOptions FOREVER =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(250))
          .setBackoffCoefficient(2)
          .setMaximumAttempts(WITHOUT_END)
          .setMaximumInterval(Duration.ofSeconds(20))
          .build();

  private Retries() {}

  /// For short idempotent steps that need no round trip to Temporal and are tried without end.
  public static LocalActivityOptions shortLocal() {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(Duration.ofSeconds(60))
        .setRetryOptions(FOREVER)
        .build();
  }

  /// For short idempotent steps of a deployment.
  ///
  /// @param mostTime with all attempts
  public static LocalActivityOptions shortLocal(Duration mostTime) {
    return LocalActivityOptions.newBuilder(shortLocal())
        .setScheduleToCloseTimeout(mostTime)
        .build();
  }

  /// For a short step that may have to wait for something long: an attempt ends well within a
  /// workflow task, and the next one waits in Temporal.
  ///
  /// @param mostTime with all attempts
  public static LocalActivityOptions shortAttempts(Duration mostTime) {
    return LocalActivityOptions.newBuilder(shortLocal(mostTime))
        .setLocalRetryThreshold(Duration.ofMillis(1))
        .build();
  }

  /// For what waits for an outage that may last for days: the next attempt waits in Temporal, five
  /// minutes at most, so that a week of them fits into a history.
  ///
  /// @param mostTime with all attempts
  public static LocalActivityOptions throughOutages(Duration mostTime) {
    return LocalActivityOptions.newBuilder(shortAttempts(mostTime))
        .setRetryOptions(
            RetryOptions.newBuilder(FOREVER).setMaximumInterval(Duration.ofMinutes(5)).build())
        .build();
  }

  /// For work that takes long or touches a target: it heartbeats, and its end is waited for when it
  /// is cancelled, so that nothing that follows overlaps with it.
  ///
  /// @param mostTime with all attempts
  public static ActivityOptions longRunning(Duration mostTime) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(mostTime)
        .setScheduleToCloseTimeout(mostTime)
        .setHeartbeatTimeout(Duration.ofSeconds(10))
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(FOREVER)
        .build();
  }
}
