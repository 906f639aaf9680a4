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

  /// What precedes the request id in the step of a link to what another deployer did.
  private static final String ASSERTED_LINK = Action.LINK_INCIDENT.value() + "-asserted-";

  private LogicalStep() {}

  /// What a person did by a request that creates no subject of its own: `<action>-<request id>`.
  public static String of(Action action, RequestId request) {
    return action.value() + "-" + request.value();
  }

  /// A link of an incident to what another deployer did, `linkIncident-asserted-<request id>`: the
  /// step tells that the id in the link is that of a report, and not of a deployment of ours. The
  /// record's id follows from it, so that whoever meant the one did not mean the other.
  public static String assertedLink(RequestId request) {
    return ASSERTED_LINK + request.value();
  }

  /// Whether it is the step of a link to what another deployer did.
  public static boolean isAssertedLink(String logicalStep) {
    return logicalStep.startsWith(ASSERTED_LINK);
  }

  /// The step that a link has where the same request names the other kind of deployment: with one
  /// recorded, the other would be a second effect of the request.
  public static String otherLink(String logicalStep) {
    String link = Action.LINK_INCIDENT.value() + "-";
    return isAssertedLink(logicalStep)
        ? link + logicalStep.substring(ASSERTED_LINK.length())
        : ASSERTED_LINK + logicalStep.substring(Math.min(link.length(), logicalStep.length()));
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
