package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Labels;

/// The kinds of node that a subject's records feed.
public enum NodeKind {
  /// Its state changes with its records, and each state is a version.
  DEPLOYMENT(Labels.DEPLOYMENT),
  /// Its state changes with its records, and each state is a version.
  INCIDENT(Labels.INCIDENT),
  /// Its state changes with its records, and each state is a version.
  ASSERTED_DEPLOYMENT(Labels.ASSERTED_DEPLOYMENT),
  /// Its state changes with its records, and each state is a version.
  REGISTRATION(Labels.REGISTRATION),
  /// Its state changes with its records, and each state is a version.
  ANNOTATION(Labels.ANNOTATION),
  /// Its state changes with its records, and each state is a version.
  SAVED_QUERY(Labels.SAVED_QUERY),
  STEP(Labels.STEP),
  CHECK(Labels.CHECK),
  APPROVAL(Labels.APPROVAL),
  VERSION(Labels.VERSION);

  private static final String DEMOTE =
      """
      UNWIND $batch.rows AS row
      MATCH (n:Deployment {id: row.id})
      SET n = {id: n.id, deploymentId: n.deploymentId}
      """;
  private static final String DEMOTE_ASSERTED =
      """
      UNWIND $batch.rows AS row
      MATCH (n:AssertedDeployment {id: row.id})
      SET n = {id: n.id, reportId: n.reportId}
      """;

  private static final String DEMOTE_INCIDENT =
      """
      UNWIND $batch.rows AS row
      MATCH (n:Incident {id: row.id})
      SET n = {id: n.id, incidentId: n.incidentId}
      """;

  private final String label;
  private final String upsert;
  private final String delete;

  NodeKind(String label) {
    this.label = label;
    this.upsert =
        """
        UNWIND $batch.rows AS row
        MERGE (n:%s {id: row.id})
        SET n = row.properties
        """
            .formatted(label);
    this.delete =
        """
        UNWIND $batch.rows AS row
        MATCH (n:%s {id: row.id})
        DETACH DELETE n
        """
            .formatted(label);
  }

  /// Whether the node's properties change with the records of its subject.
  boolean isStateful() {
    return switch (this) {
      case DEPLOYMENT, INCIDENT, ASSERTED_DEPLOYMENT, REGISTRATION, ANNOTATION, SAVED_QUERY -> true;
      case STEP, CHECK, APPROVAL, VERSION -> false;
    };
  }

  /// The relationship to the states of such a node.
  EdgeKind versions() {
    return switch (this) {
      case DEPLOYMENT -> EdgeKind.DEPLOYMENT_VERSION;
      case INCIDENT -> EdgeKind.INCIDENT_VERSION;
      case ASSERTED_DEPLOYMENT -> EdgeKind.ASSERTED_VERSION;
      case REGISTRATION -> EdgeKind.REGISTRATION_VERSION;
      case ANNOTATION -> EdgeKind.ANNOTATION_VERSION;
      case SAVED_QUERY -> EdgeKind.SAVED_QUERY_VERSION;
      case STEP, CHECK, APPROVAL, VERSION ->
          throw new IllegalStateException(this + ": expected a node with states");
    };
  }

  String label() {
    return label;
  }

  /// Writes rows of `id` and `properties`.
  String upsert() {
    return upsert;
  }

  /// Removes rows of `id` with all their relationships. A deployment, whoever made it, and an
  /// incident, of which others may speak, become bare references instead.
  String delete() {
    return switch (this) {
      case DEPLOYMENT -> DEMOTE;
      case ASSERTED_DEPLOYMENT -> DEMOTE_ASSERTED;
      case INCIDENT -> DEMOTE_INCIDENT;
      case REGISTRATION, ANNOTATION, SAVED_QUERY, STEP, CHECK, APPROVAL, VERSION -> delete;
    };
  }
}
