package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.workers.WorkersException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;

/// The names of the failures that activities do not try again, and reading them in workflows.
public final class FailureTypes {
  /// A volume has ended; a person has to repair it.
  public static final String LEDGER_STOPPED = "LEDGER_STOPPED";

  /// A record breaks its schema or its place; the same record fails again.
  public static final String RECORD_REFUSED = "RECORD_REFUSED";

  /// Something does not answer; the same is tried again.
  public static final String UNAVAILABLE = "UNAVAILABLE";

  /// The target follows a newer deployment.
  public static final String FENCED = "FENCED";

  /// A release cannot be carried out as it is.
  public static final String TARGET_REFUSED = "TARGET_REFUSED";

  private FailureTypes() {}

  /// The failure that tells Temporal whether to try again.
  public static RuntimeException of(WorkersException fault) {
    return switch (fault) {
      case WorkersException.LedgerStopped stopped -> forGood(LEDGER_STOPPED, stopped);
      case WorkersException.RecordRefused refused -> forGood(RECORD_REFUSED, refused);
      case WorkersException.IntentNotProven unproven -> forGood(RECORD_REFUSED, unproven);
      case WorkersException.TargetFenced fenced -> forGood(FENCED, fenced);
      case WorkersException.LedgerUnavailable unavailable -> unavailable;
      case WorkersException.TargetUnavailable unavailable -> unavailable;
      case WorkersException.SourceBusy busy -> busy;
    };
  }

  /// A release that cannot be carried out; trying again gives the same answer.
  public static RuntimeException targetRefused(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, TARGET_REFUSED);
  }

  /// An outage that is waited for.
  public static RuntimeException toTryAgain(String message) {
    return ApplicationFailure.newFailure(message, UNAVAILABLE);
  }

  /// Whether a workflow's wait or activity ended because its scope was cancelled.
  public static boolean isCancellation(TemporalFailure failure) {
    return failure instanceof CanceledFailure
        || (failure instanceof ActivityFailure && failure.getCause() instanceof CanceledFailure);
  }

  /// Whether an activity failed by that type.
  public static boolean is(TemporalFailure failure, String type) {
    return typeOf(failure).equals(type);
  }

  /// The type by which an activity failed.
  public static String typeOf(TemporalFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause ? cause.getType() : UNAVAILABLE;
  }

  /// What the failing activity said.
  public static String message(TemporalFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? cause.getOriginalMessage()
        : String.valueOf(failure.getMessage());
  }

  private static RuntimeException forGood(String type, RuntimeException cause) {
    return ApplicationFailure.newNonRetryableFailureWithCause(
        String.valueOf(cause.getMessage()), type, cause);
  }
}
