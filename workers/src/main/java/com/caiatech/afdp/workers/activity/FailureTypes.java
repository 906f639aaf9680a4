package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.connection.ReasonedFailures;
import com.caiatech.afdp.workers.connection.ReasonedFailures.Told;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalException;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

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

  /// The time for it was up before it was done.
  public static final String LATE = "LATE";

  /// A fault that nobody foresaw and that did not go away.
  public static final String UNFORESEEN = "UNFORESEEN";

  /// How often an activity is tried that fails by a fault that nobody foresaw: for about a minute.
  private static final int MOST_UNFORESEEN = 10;

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

  /// What an attempt of an activity failed by. A fault that nobody foresaw is tried again a few
  /// times only: mostly the same input fails the same way.
  ///
  /// @param attempt counts from 1
  static RuntimeException ofAttempt(RuntimeException fault, int attempt) {
    if (fault instanceof TemporalException
        || fault instanceof WorkersException
        || attempt < MOST_UNFORESEEN) {
      return fault;
    }
    return ApplicationFailure.newNonRetryableFailureWithCause(
        ReasonedFailures.UNFORESEEN.text(),
        UNFORESEEN,
        fault,
        new Told(ReasonedFailures.UNFORESEEN));
  }

  /// A release that cannot be carried out; trying again gives the same answer.
  public static RuntimeException targetRefused(Reason reason) {
    return ApplicationFailure.newNonRetryableFailure(
        reason.text(), TARGET_REFUSED, new Told(reason));
  }

  /// A record that cannot be made; trying again gives the same answer.
  public static TemporalFailure recordRefused(Reason reason) {
    return ApplicationFailure.newNonRetryableFailure(
        reason.text(), RECORD_REFUSED, new Told(reason));
  }

  /// A deployment that may run nothing new; trying again gives the same answer.
  public static RuntimeException unsound(Reason reason) {
    return ApplicationFailure.newNonRetryableFailure(reason.text(), UNSOUND, new Told(reason));
  }

  /// An activity whose time is up, before Temporal gives it up while it goes on.
  static RuntimeException late() {
    Reason reason = Reason.of("it was stopped because its time was up");
    return ApplicationFailure.newNonRetryableFailure(reason.text(), LATE, new Told(reason));
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

  /// Whether an activity was to end because its scope was cancelled, and its worker died before it
  /// said that it has.
  public static boolean isLostInCancellation(TemporalFailure failure) {
    return failure instanceof ActivityFailure activity
        && activity.getRetryState() == RetryState.RETRY_STATE_CANCEL_REQUESTED;
  }

  /// Whether an activity failed by that type.
  public static boolean is(TemporalFailure failure, String type) {
    return typeOf(failure).equals(type);
  }

  /// Whether an activity had not succeeded in its time, with all attempts.
  public static boolean isLate(TemporalFailure failure) {
    return failure.getCause() instanceof TimeoutFailure
        || is(failure, LATE)
        || (failure instanceof ActivityFailure activity
            && activity.getRetryState() == RetryState.RETRY_STATE_TIMEOUT);
  }

  /// The type by which an activity failed.
  public static String typeOf(TemporalFailure failure) {
    return told(failure) instanceof ApplicationFailure cause ? cause.getType() : UNAVAILABLE;
  }

  /// The activity's own failure, where this is not it.
  private static @Nullable Throwable told(TemporalFailure failure) {
    return failure instanceof ApplicationFailure ? failure : failure.getCause();
  }

  /// Why an activity failed.
  public static Reason reason(TemporalFailure failure) {
    return switch (told(failure)) {
      case ApplicationFailure cause ->
          ReasonedFailures.reason(cause).orElse(ReasonedFailures.UNFORESEEN);
      case TimeoutFailure late when late.getCause() instanceof ApplicationFailure -> reason(late);
      case null, default ->
          Reason.of("an activity ended without telling why; the log of the workers says more");
    };
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
