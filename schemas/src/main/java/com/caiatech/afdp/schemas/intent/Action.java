package com.caiatech.afdp.schemas.intent;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What a person can do that leaves a record. The name is that of the mutation, of the `action` in
/// a statement of intent, and of the action in a trust policy's rules.
public enum Action {
  START_DEPLOYMENT("startDeployment", Effect.GIVES),
  ROLLBACK_DEPLOYMENT("rollbackDeployment", Effect.TAKES_AWAY),
  ABORT_DEPLOYMENT("abortDeployment", Effect.TAKES_AWAY),
  PROMOTE_DEPLOYMENT("promoteDeployment", Effect.GIVES),
  PROMOTE_DEPLOYMENT_FULLY("promoteDeploymentFully", Effect.GIVES),
  SKIP_DEPLOYMENT_STEP("skipDeploymentStep", Effect.GIVES),
  PAUSE_DEPLOYMENT("pauseDeployment", Effect.TAKES_AWAY),
  RESUME_DEPLOYMENT("resumeDeployment", Effect.GIVES),
  APPROVE_DEPLOYMENT("approveDeployment", Effect.GIVES),
  REJECT_DEPLOYMENT("rejectDeployment", Effect.TAKES_AWAY),
  OVERRIDE_DEPLOYMENT("overrideDeployment", Effect.GIVES),
  REPORT_INCIDENT("reportIncident", Effect.TELLS),
  UPDATE_INCIDENT("updateIncident", Effect.TELLS),
  LINK_INCIDENT("linkIncident", Effect.TELLS),
  REGISTER_REPOSITORY("registerRepository", Effect.GIVES),
  REGISTER_SERVICE("registerService", Effect.GIVES),
  REPORT_DEPLOYMENT("reportDeployment", Effect.TELLS),
  ANNOTATE("annotate", Effect.TELLS),
  SAVE_QUERY("saveQuery", Effect.TELLS);

  /// What an action does to what runs, which decides how long its intent counts.
  private enum Effect {
    GIVES(Duration.ofMinutes(10)),
    TAKES_AWAY(Duration.ofDays(7)),
    TELLS(Duration.ofMinutes(10));

    private final Duration validity;

    Effect(Duration validity) {
      this.validity = validity;
    }
  }

  private final String value;
  private final Effect effect;

  Action(String value, Effect effect) {
    this.value = value;
    this.effect = effect;
  }

  /// The name as it stands in statements and policies.
  public String value() {
    return value;
  }

  /// How long after its issue a statement of this action counts at most: 10 minutes, and 7 days for
  /// what takes away.
  public Duration validity() {
    return effect.validity;
  }

  /// The roles of which the gateway has to vouch for one, where a proof counts for people of these
  /// alone: who registers says where code comes from, and who reports what others deployed says
  /// what runs, on every platform. Empty where a proof counts for everybody.
  public Set<String> roles() {
    return switch (this) {
      case REGISTER_REPOSITORY, REGISTER_SERVICE -> Set.of("admin");
      case REPORT_DEPLOYMENT -> Set.of("admin", "deployer");
      case START_DEPLOYMENT,
          ROLLBACK_DEPLOYMENT,
          ABORT_DEPLOYMENT,
          PROMOTE_DEPLOYMENT,
          PROMOTE_DEPLOYMENT_FULLY,
          SKIP_DEPLOYMENT_STEP,
          PAUSE_DEPLOYMENT,
          RESUME_DEPLOYMENT,
          APPROVE_DEPLOYMENT,
          REJECT_DEPLOYMENT,
          OVERRIDE_DEPLOYMENT,
          REPORT_INCIDENT,
          UPDATE_INCIDENT,
          LINK_INCIDENT,
          ANNOTATE,
          SAVE_QUERY ->
          Set.of();
    };
  }

  /// The action of that name, where this software knows it.
  public static Optional<Action> of(String value) {
    return Arrays.stream(values()).filter(action -> action.value.equals(value)).findFirst();
  }

  @Override
  public String toString() {
    return value;
  }
}
