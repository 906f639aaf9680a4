package com.caiatech.afdp.workers.activity;

/// How long a deployment may wait. The values come with the admission and stand in the workflow's
/// history, so that a changed configuration does not change what already runs.
///
/// @param startWithinSeconds for its turn in the queue
/// @param decideWithinSeconds for its approvals
/// @param stepWithinSeconds for one step of a rollout or one stage of checks, the most it can take
public record CourseLimits(
    long startWithinSeconds, long decideWithinSeconds, long stepWithinSeconds) {
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
}
