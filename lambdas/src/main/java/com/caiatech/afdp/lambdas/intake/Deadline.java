package com.caiatech.afdp.lambdas.intake;

import com.amazonaws.services.lambda.runtime.Context;
import com.caiatech.afdp.lambdas.LambdasException;
import java.time.Duration;
import java.time.Instant;

/// Until when a call may begin something new.
public record Deadline(Instant at) {
  /// Nobody waits.
  public static final Deadline NONE = new Deadline(Instant.MAX);

  /// What was begun has to end within this.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /// As long as the function's own time allows.
  public static Deadline of(Context context) {
    return new Deadline(Instant.now().plusMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
  }

  /// Whether nothing new may begin.
  boolean hasPassed() {
    return Instant.now().isAfter(at);
  }

  /// @param what was being done, and what of it stays
  /// @throws LambdasException.OutOfTime when it has passed; the next call goes on
  void require(String what) {
    if (hasPassed()) {
      throw new LambdasException.OutOfTime(
          what + "; it needs more time than this call has, and the next one goes on from there");
    }
  }
}
