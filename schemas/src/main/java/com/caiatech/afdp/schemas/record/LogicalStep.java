package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.intent.Action;
import java.util.Locale;

/// The names of the steps that leave records, each unique for its kind within the subject. This is
/// the only class that spells them; a record's id is made from them, so they never change.
public final class LogicalStep {
  /// What was asked for: the first record of a deployment.
  public static final String REQUEST = "request";

  /// The plan, before anything is changed.
  public static final String OPENED = "opened";

  /// Durable before the deployment's first traffic.
  public static final String GO = "go";

  /// The outcome.
  public static final String CLOSED = "closed";

  private LogicalStep() {}

  /// What a person did by a request that creates no subject of its own: `<action>-<request id>`.
  public static String of(Action action, RequestId request) {
    return action.value() + "-" + request.value();
  }

  /// A step of a strategy.
  ///
  /// @param number counts from 1
  public static String step(int number) {
    return "step-" + number;
  }

  /// A check by its name in the descriptor.
  public static String check(CheckStage stage, String name) {
    return "check-" + stage.name().toLowerCase(Locale.ROOT) + "-" + name;
  }

  /// The opening of a volume that follows another.
  public static String volume(VolumeName volume) {
    return "volume-" + volume.value();
  }

  /// The lowering of a worker's mark.
  ///
  /// @param size how many entries the volume goes on with
  public static String markLowered(CommitId from, long size) {
    return "mark-lowered-" + from.value() + "-" + size;
  }

  /// A version of the trust policy.
  public static String policy(long version) {
    return "policy-" + version;
  }
}
