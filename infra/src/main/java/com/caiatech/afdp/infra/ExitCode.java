package com.caiatech.afdp.infra;

import com.caiatech.afdp.schemas.record.DeploymentStatus;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a command ended, as scripts see it: the one table of exit codes, which `--help` prints.
public enum ExitCode {
  DONE(0, "done; with --wait or --watch, it succeeded, or was aborted as afdp abort asked"),
  FAILED(1, "failed, does not hold, or was left undone"),
  USAGE(2, "wrong usage, or nothing that can be judged"),
  REFUSED(3, "refused: unknown, not allowed, or against what stands"),
  UNREACHABLE(4, "the platform gives no answer; what was begun may go on"),
  TIMED_OUT(5, "the time to wait is over; what is waited for goes on"),
  REJECTED(6, "the deployment was rejected by an approver"),
  EXPIRED(7, "the deployment's time to start or to be approved was over"),
  ABORTED(8, "the deployment was aborted"),
  SUPERSEDED(9, "the deployment gave way to another before it began"),
  LOST(10, "nobody saw how the deployment ended"),
  INTERRUPTED(130, "interrupted by Ctrl-C; what was begun goes on");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /// What the process exits with.
  public int code() {
    return code;
  }

  /// What it says, in a few words.
  public String meaning() {
    return meaning;
  }

  /// Of whoever waited for the deployment to succeed.
  public static ExitCode of(DeploymentStatus status) {
    return switch (status) {
      case SUCCEEDED -> DONE;
      case FAILED -> FAILED;
      case ABORTED -> ABORTED;
      case REJECTED -> REJECTED;
      case REFUSED -> REFUSED;
      case EXPIRED -> EXPIRED;
      case SUPERSEDED -> SUPERSEDED;
      case LOST -> LOST;
    };
  }

  /// Of whoever aborted the deployment and waited for its end.
  public static ExitCode ofAborted(DeploymentStatus status) {
    return switch (status) {
      case ABORTED -> DONE;
      case SUCCEEDED -> FAILED;
      case FAILED, REJECTED, REFUSED, EXPIRED, SUPERSEDED, LOST -> of(status);
    };
  }

  /// Code to meaning, in the order of the codes.
  public static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(it -> table.put(Integer.toString(it.code), it.meaning));
    return Collections.unmodifiableMap(table);
  }
}
