package com.caiatech.afdp.workers.activity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// How long a deployment may wait, so that none of its phases is without an end. Until there is a
/// plan the values that came with the admission count, which stand in the workflow's history; from
/// then on the deadlines in the plan's steps. So a changed configuration does not change what
/// already runs.
///
/// @param startWithinSeconds for its turn in the queue
/// @param decideWithinSeconds for its approvals
/// @param pauseWithinSeconds for a person who ends a pause
/// @param stepWithinSeconds for making the plan, and for each of its other steps, with all attempts
public record CourseLimits(
    long startWithinSeconds,
    long decideWithinSeconds,
    long pauseWithinSeconds,
    long stepWithinSeconds) {
  /// How long it may take to judge a request, with all attempts.
  public static final Duration ADMIT_WITHIN = Duration.ofHours(1);

  /// How long an outage of a ledger, of the trust policy or of the locks is waited for.
  public static final Duration RECORD_WITHIN = Duration.ofDays(7);

  /// An hour for its turn, a day for approvals, a week for a pause, two hours a step.
  public static final CourseLimits DEFAULT = new CourseLimits(3_600, 86_400, 604_800, 7_200);

  public CourseLimits {
    if (LongStream.of(
            startWithinSeconds, decideWithinSeconds, pauseWithinSeconds, stepWithinSeconds)
        .anyMatch(seconds -> seconds < 1)) {
      throw new IllegalArgumentException(
          "CourseLimits: expected at least 1 second each, found %d, %d, %d, %d"
              .formatted(
                  startWithinSeconds, decideWithinSeconds, pauseWithinSeconds, stepWithinSeconds));
    }
  }

  /// Reads the limits of a workflow's history; those that began before there were pauses have no
  /// limit for them.
  @JsonCreator
  static CourseLimits read(
      @JsonProperty("start_within_seconds") long startWithinSeconds,
      @JsonProperty("decide_within_seconds") long decideWithinSeconds,
      @JsonProperty("pause_within_seconds") @Nullable Long pauseWithinSeconds,
      @JsonProperty("step_within_seconds") long stepWithinSeconds) {
    return new CourseLimits(
        startWithinSeconds,
        decideWithinSeconds,
        pauseWithinSeconds == null ? DEFAULT.pauseWithinSeconds() : pauseWithinSeconds,
        stepWithinSeconds);
  }

  /// For its approvals.
  public long decideWithinMillis() {
    return decideWithinSeconds * 1_000;
  }

  /// For a person who ends a pause.
  public long pauseWithinMillis() {
    return pauseWithinSeconds * 1_000;
  }

  /// For making the plan, and for each of its other steps.
  public long stepWithinMillis() {
    return stepWithinSeconds * 1_000;
  }
}
