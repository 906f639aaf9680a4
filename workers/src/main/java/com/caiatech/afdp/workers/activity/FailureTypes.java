package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.connection.ReasonedFailures;
import com.caiatech.afdp.workers.connection.ReasonedFailures.Told;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;

/// The names of the failures that activities do not try again, and reading them in workflows.
public final class FailureTypes {
  /// A volume is stopped; a person has to put its branch back.
  public static final String LEDGER_STOPPED = "LEDGER_STOPPED";

  /// A record breaks its schema or its place; the same record fails again.
  public static final String RECORD_REFUSED = "RECORD_REFUSED";

  /// Something does not answer; the same is tried again.
  public static final String UNAVAILABLE = "UNAVAILABLE";

  /// The target follows a newer deployment.
  public static final String FENCED = "FENCED";

  /// A release cannot be carried out as it is.
  public static final String TARGET_REFUSED = "TARGET_REFUSED";

  /// The ledgers do not let a deployment run what it was to run.
  public static final String UNSOUND = "UNSOUND";

  private FailureTypes() {}

  /// The failure that tells Temporal whether to try again. Its message is the fault's reason; the
  /// fault itself is for the log and goes no further.
  public static RuntimeException of(WorkersException fault) {
    return switch (fault) {
      case WorkersException.LedgerStopped stopped -> forGood(LEDGER_STOPPED, stopped);
      case WorkersException.RecordRefused refused -> forGood(RECORD_REFUSED, refused);
      case WorkersException.IntentNotProven unproven -> forGood(RECORD_REFUSED, unproven);
      case WorkersException.TargetFenced fenced -> forGood(FENCED, fenced);
      case WorkersException.LedgerUnavailable unavailable -> toTryAgain(unavailable);
      case WorkersException.TargetUnavailable unavailable -> toTryAgain(unavailable);
      case WorkersException.SourceBusy busy -> toTryAgain(busy);
    };
  }

  /// A release that cannot be carried out; trying again gives the same answer.
  public static RuntimeException targetRefused(Reason reason) {
    return ApplicationFailure.newNonRetryableFailure(
        reason.text(), TARGET_REFUSED, new Told(reason));
  }

  /// A deployment that may run nothing new; trying again gives the same answer.
  public static RuntimeException unsound(Reason reason) {
    return ApplicationFailure.newNonRetryableFailure(reason.text(), UNSOUND, new Told(reason));
  }

  /// An outage that is waited for.
  public static RuntimeException toTryAgain(Reason reason) {
    return ApplicationFailure.newFailure(reason.text(), UNAVAILABLE, new Told(reason));
  }

  /// The failure of a workflow whose activity failed so.
  public static RuntimeException asItIs(TemporalFailure failure) {
    Reason reason = reason(failure);
    return ApplicationFailure.newNonRetryableFailure(
        reason.text(), typeOf(failure), new Told(reason));
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

  /// Why an activity failed.
  public static Reason reason(TemporalFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? ReasonedFailures.reason(cause).orElse(ReasonedFailures.UNFORESEEN)
        : Reason.of("an activity ended without telling why; the log of the workers says more");
  }

  private static RuntimeException forGood(String type, WorkersException fault) {
    Reason reason = Reason.of(fault);
    return ApplicationFailure.newNonRetryableFailureWithCause(
        reason.text(), type, fault, new Told(reason));
  }

  private static RuntimeException toTryAgain(WorkersException fault) {
    Reason reason = Reason.of(fault);
    return ApplicationFailure.newFailureWithCause(
        reason.text(), UNAVAILABLE, fault, new Told(reason));
  }
}
