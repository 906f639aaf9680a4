package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.Ids;
import java.time.Instant;

/// What a mutation acts on: the subject of the record that it leaves.
enum Place {
  /// A deployment that the request creates, of a service in an environment that it names.
  NEW_DEPLOYMENT("id"),
  /// A deployment that the request creates, of the service in the environment of another one that
  /// it names.
  FOLLOWING_DEPLOYMENT("id"),
  /// A deployment that was asked for before.
  DEPLOYMENT("deploymentId"),
  /// An incident that the request creates.
  NEW_INCIDENT("id"),
  /// A registration that the request creates.
  NEW_REGISTRATION("id"),
  /// What another deployer did to a service in an environment that the request names; the gateway
  /// makes its id, since deployers have ids of their own and make no UUIDs.
  ASSERTED_DEPLOYMENT("id"),
  /// An incident that was reported before; that it was, the workers look up in its ledger.
  INCIDENT("incidentId"),
  /// An annotation that the request makes, or one that was made before and that it names.
  ANNOTATION("annotationId"),
  /// A saved query that the request makes, or one that was made before and that it names.
  SAVED_QUERY("savedQueryId");

  private final String subjectField;

  Place(String subjectField) {
    this.subjectField = subjectField;
  }

  /// Whether the request names the service and the environment that its record belongs to.
  boolean isScoped() {
    return this == NEW_DEPLOYMENT || this == ASSERTED_DEPLOYMENT;
  }

  /// Whether the request's service and environment are those of a deployment that it names as
  /// `deploymentId`.
  boolean isOfDeployment() {
    return this == DEPLOYMENT || this == FOLLOWING_DEPLOYMENT;
  }

  /// Whether the input alone says which services and environments are meant.
  boolean isNamedByInput() {
    return !isOfDeployment() && this != INCIDENT && this != ANNOTATION;
  }

  /// Whether the record begins a deployment that the request creates.
  boolean begins() {
    return this == NEW_DEPLOYMENT || this == FOLLOWING_DEPLOYMENT;
  }

  /// The input with the subject's id: the gateway makes one where the client has none, and a new
  /// annotation or saved query has that of the request.
  Input identified(Input input, Instant now) {
    return switch (this) {
      case ASSERTED_DEPLOYMENT -> input.with(subjectField, Ids.newUuid7(now));
      case ANNOTATION, SAVED_QUERY ->
          input.has(subjectField) ? input : input.with(subjectField, input.uuid("id"));
      case NEW_DEPLOYMENT,
          FOLLOWING_DEPLOYMENT,
          DEPLOYMENT,
          NEW_INCIDENT,
          NEW_REGISTRATION,
          INCIDENT ->
          input;
    };
  }

  /// The field of the input that holds the subject's id.
  String subjectField() {
    return subjectField;
  }
}
