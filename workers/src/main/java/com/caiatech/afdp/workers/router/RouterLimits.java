package com.caiatech.afdp.workers.router;

import java.time.Duration;

/// What a router lets through at once, and how long it waits. A stream whose answer has begun is
/// never cut by time.
///
/// @param connections requests and open streams to one instance at a time
/// @param queue how many more requests to one deployment may wait for their turn
/// @param queuedFor how long one of these waits
/// @param answerWithin until the head of an answer, from the end of the request; and how long an
///   upload may stand still
public record RouterLimits(int connections, int queue, Duration queuedFor, Duration answerWithin) {
  /// For services on one machine.
  public static final RouterLimits DEFAULT =
      new RouterLimits(256, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(60));

  public RouterLimits {
    if (connections < 1 || queue < 0 || !queuedFor.isPositive() || !answerWithin.isPositive()) {
      throw new IllegalArgumentException(
          "RouterLimits: expected at least one connection, a queue of 0 or more and two times above 0, found %d, %d, %s and %s"
              .formatted(connections, queue, queuedFor, answerWithin));
    }
  }
}
