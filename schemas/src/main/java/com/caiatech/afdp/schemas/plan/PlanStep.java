package com.caiatech.afdp.schemas.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One step of a plan, with its deadline. In JSON its `type` tells which; a reader keeps the
/// members that it does not know, since digests are taken over what was received.
///
/// The steps up to {@link Confirm} are carried out in their order until one does not succeed.
/// {@link Restore} is carried out only where one did not, or the deployment was aborted, after an
/// instance was to start; {@link Close} always.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = PlanStep.Unknown.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = PlanStep.Check.class, name = "check"),
  @JsonSubTypes.Type(value = PlanStep.Approve.class, name = "approve"),
  @JsonSubTypes.Type(value = PlanStep.Start.class, name = "start"),
  @JsonSubTypes.Type(value = PlanStep.SetWeights.class, name = "set-weights"),
  @JsonSubTypes.Type(value = PlanStep.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = PlanStep.Bake.class, name = "bake"),
  @JsonSubTypes.Type(value = PlanStep.Retire.class, name = "retire"),
  @JsonSubTypes.Type(value = PlanStep.Confirm.class, name = "confirm"),
  @JsonSubTypes.Type(value = PlanStep.Restore.class, name = "restore"),
  @JsonSubTypes.Type(value = PlanStep.Close.class, name = "close")
})
public sealed interface PlanStep {
  /// How long the step may take, with all attempts; 0 in a plan of version 1, which has no
  /// deadlines.
  long withinMillis();

  /// What the step is called in records and for people, such as `start-2`.
  default String title() {
    return switch (this) {
      case Check check -> "check-" + check.stage() + "-" + check.name();
      case Approve approve -> "approve-" + approve.rule();
      case Start start -> "start-" + start.instances();
      case SetWeights weights -> "set-weights-" + weights.weight();
      case Pause _ -> "pause";
      case Bake _ -> "bake";
      case Retire retire -> "retire-" + retire.keep();
      case Confirm _ -> "confirm";
      case Restore _ -> "restore";
      case Close _ -> "close";
      case Unknown _ -> "unknown";
    };
  }

  /// Runs one check of the descriptor. All that follow each other in one stage run, whatever the
  /// first say.
  ///
  /// @param stage `pre` or `post`
  record Check(String stage, String name, long withinMillis) implements PlanStep {
    /// Before anything is changed.
    public static final String PRE = "pre";

    /// Once the new version runs.
    public static final String POST = "post";

    @JsonCreator
    static Check read(
        @JsonProperty("stage") String stage,
        @JsonProperty("name") String name,
        @JsonProperty("within_millis") @Nullable Long withinMillis) {
      return new Check(stage, name, Objects.requireNonNullElse(withinMillis, 0L));
    }
  }

  /// Waits until the rule has its approvals.
  record Approve(String rule, long withinMillis) implements PlanStep {
    @JsonCreator
    static Approve read(
        @JsonProperty("rule") String rule,
        @JsonProperty("within_millis") @Nullable Long withinMillis) {
      return new Approve(rule, Objects.requireNonNullElse(withinMillis, 0L));
    }
  }

  /// Has so many instances of the new version run, and waits until each is healthy.
  record Start(int instances, long withinMillis) implements PlanStep {}

  /// Divides new requests between the new version and what serves beside it.
  ///
  /// @param weight of the new version, in percent; at 100 the whole traffic is switched
  record SetWeights(int weight, long withinMillis) implements PlanStep {}

  /// Stands still with the traffic as it is until a person promotes. It fails once no instance of
  /// the new version is healthy.
  ///
  /// @param forMillis how long, at most
  /// @param needsPromotion whether it fails when the time is up; else the deployment goes on then
  record Pause(long forMillis, boolean needsPromotion, long withinMillis) implements PlanStep {}

  /// Lets the new version serve for so long while what ran before is kept: going back takes a shift
  /// of traffic alone. It fails once no instance of the new version is healthy.
  record Bake(long forMillis, long withinMillis) implements PlanStep {}

  /// Stops what ran before but so many instances, each once its requests have ended.
  record Retire(int keep, long withinMillis) implements PlanStep {}

  /// Says that the new version succeeded: from now on it is what comes back.
  record Confirm(long withinMillis) implements PlanStep {}

  /// Gives all traffic back to what served before, and stops the new version.
  record Restore(long withinMillis) implements PlanStep {}

  /// Closes the manifest with what is found serving.
  record Close(long withinMillis) implements PlanStep {}

  /// A step that other software planned. It can be read, not carried out.
  record Unknown() implements PlanStep {
    @Override
    public long withinMillis() {
      return 0;
    }
  }
}
