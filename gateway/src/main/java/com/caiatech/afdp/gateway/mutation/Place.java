package com.caiatech.afdp.gateway.mutation;

/// What a mutation acts on: the subject of the record that it leaves.
enum Place {
  /// A deployment that the request creates, of a service in an environment that it names.
  NEW_DEPLOYMENT("id"),
  /// A deployment that was asked for before.
  DEPLOYMENT("deploymentId"),
  /// An incident that the request creates.
  NEW_INCIDENT("id"),
  /// A registration that the request creates.
  NEW_REGISTRATION("id"),
  /// An incident that was reported before; that it was, the workers look up in its ledger.
  INCIDENT("incidentId");

  private final String subjectField;

  Place(String subjectField) {
    this.subjectField = subjectField;
  }

  /// The field of the input that holds the subject's id.
  String subjectField() {
    return subjectField;
  }
}
