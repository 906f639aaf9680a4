package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request whose input was found good, with what is known of what it acts on.
///
/// @param input in whose clear texts people stand by their ids
/// @param moment when it came
/// @param ofAnyMoment whether its id may be of a moment long ago; it is none that a client made up
record Request(
    Mutation mutation,
    Principal principal,
    Input input,
    Platform platform,
    State state,
    Instant moment,
    boolean ofAnyMoment) {
  /// What is known of what a request acts on.
  ///
  /// @param requestedBy who asked for the deployment, where that is known
  /// @param target what a rollback goes back to, once that is chosen
  /// @param incident what is known of the incident, where it acts on one
  /// @param annotated where the thing belongs that an annotation is about; empty for other requests
  record State(
      Scope scope,
      @Nullable PersonId requestedBy,
      @Nullable DeploymentId target,
      @Nullable Incident incident,
      List<Scope> annotated) {
    State {
      annotated = List.copyOf(annotated);
    }

    static State of(Scope scope) {
      return new State(scope, null, null, null, List.of());
    }

    static State ofDeployment(Scope scope, @Nullable PersonId requestedBy) {
      return new State(scope, requestedBy, null, null, List.of());
    }

    State withTarget(DeploymentId chosen) {
      return new State(scope, requestedBy, chosen, incident, annotated);
    }

    State with(Incident known) {
      return new State(scope, requestedBy, target, known, annotated);
    }

    State withAnnotated(List<Scope> known) {
      return new State(scope, requestedBy, target, incident, known);
    }
  }

  /// What is known of an incident before what the request says of it.
  ///
  /// @param last the last report of it
  /// @param attempt counts from 1 how often it was looked up for the request
  record Incident(IncidentReport report, RecordRef last, int attempt) {}

  Request with(State known) {
    return new Request(mutation, principal, input, platform, known, moment, ofAnyMoment);
  }

  RequestId id() {
    return new RequestId(input.uuid("id"));
  }

  UUID subject() {
    return input.uuid(mutation.place().subjectField());
  }

  DeploymentId deployment() {
    return new DeploymentId(subject());
  }

  /// The deployment that the request names.
  DeploymentId named() {
    return new DeploymentId(input.uuid("deploymentId"));
  }

  /// What is known of the incident that it acts on.
  Incident incident() {
    return Objects.requireNonNull(state.incident(), "incident");
  }

  PersonId person() {
    return principal.personId();
  }

  @Nullable String reason() {
    return input.optionalText("reason");
  }

  /// The header of the record that the request leaves.
  Header header(RecordKind kind) {
    Action action = mutation.action();
    return new Header(kind, new SubjectId(subject()), step(action), state.scope(), moment);
  }

  private String step(Action action) {
    if (mutation.place().begins()) {
      return LogicalStep.REQUEST;
    }
    return action == Action.LINK_INCIDENT && IncidentLink.isAsserted(input)
        ? LogicalStep.assertedLink(id())
        : LogicalStep.of(action, id());
  }
}
