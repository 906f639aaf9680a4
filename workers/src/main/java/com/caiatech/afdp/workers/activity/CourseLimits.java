package com.caiatech.afdp.workers.activity;

import java.time.Duration;

/// How long a deployment may wait, so that none of its phases is without an end. Until there is a
/// plan the values that came with the admission count, which stand in the workflow's history; from
/// then on the deadlines in the plan's steps. So a changed configuration does not change what
/// already runs.
///
/// @param startWithinSeconds for its turn in the queue
/// @param decideWithinSeconds for its approvals
/// @param stepWithinSeconds for making the plan, and for each of its other steps, with all attempts
public record CourseLimits(
    long startWithinSeconds, long decideWithinSeconds, long stepWithinSeconds) {
  /// How long it may take to judge a request, with all attempts.
  public static final Duration ADMIT_WITHIN = Duration.ofHours(1);

  /// How long an outage of a ledger, of the trust policy or of the locks is waited for.
  public static final Duration RECORD_WITHIN = Duration.ofDays(1);

  /// An hour for its turn, a day for approvals, two hours a step.
  public static final CourseLimits DEFAULT = new CourseLimits(3_600, 86_400, 7_200);

  public CourseLimits {
    if (startWithinSeconds < 1 || decideWithinSeconds < 1 || stepWithinSeconds < 1) {
      throw new IllegalArgumentException(
          "CourseLimits: expected at least 1 second each, found "
              + startWithinSeconds
              + ", "
              + decideWithinSeconds
              + ", "
              + stepWithinSeconds);
    }
  }

  /// For its approvals.
  public long decideWithinMillis() {
    return decideWithinSeconds * 1_000;
  }

  /// For making the plan, and for each of its other steps.
  public long stepWithinMillis() {
    return stepWithinSeconds * 1_000;
  }
}
