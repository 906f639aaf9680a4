package com.caiatech.afdp.gateway.security;

import java.util.Arrays;
import java.util.Optional;

/// What a principal can ask for that changes something; each is a mutation of the schema and the
/// `action` of a statement of intent.
public enum Action {
  START_DEPLOYMENT("startDeployment"),
  APPROVE_DEPLOYMENT("approveDeployment"),
  REJECT_DEPLOYMENT("rejectDeployment"),
  ABORT_DEPLOYMENT("abortDeployment"),
  ROLLBACK_DEPLOYMENT("rollbackDeployment"),
  REPORT_INCIDENT("reportIncident"),
  LINK_INCIDENT("linkIncident");

  private final String mutation;

  Action(String mutation) {
    this.mutation = mutation;
  }

  /// The mutation's field name.
  public String mutation() {
    return mutation;
  }

  /// The action of that mutation.
  public static Optional<Action> ofMutation(String mutation) {
    return Arrays.stream(values()).filter(action -> action.mutation.equals(mutation)).findFirst();
  }

  @Override
  public String toString() {
    return mutation;
  }
}
