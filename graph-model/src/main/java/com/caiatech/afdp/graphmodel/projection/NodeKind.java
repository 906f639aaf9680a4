package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Labels;

/// The kinds of node that a subject's records feed.
public enum NodeKind {
  DEPLOYMENT(Labels.DEPLOYMENT),
  INCIDENT(Labels.INCIDENT),
  STEP(Labels.STEP),
  CHECK(Labels.CHECK),
  APPROVAL(Labels.APPROVAL),
  VERSION(Labels.VERSION);

  private static final String DEMOTE =
      """
      UNWIND $rows AS row
      MATCH (n:Deployment {id: row.id})
      SET n = {id: n.id, deploymentId: n.deploymentId}
      """;

  private final String upsert;
  private final String delete;

  NodeKind(String label) {
    this.upsert =
        """
        UNWIND $rows AS row
        MERGE (n:%s {id: row.id})
        SET n = row.properties
        """
            .formatted(label);
    this.delete =
        """
        UNWIND $rows AS row
        MATCH (n:%s {id: row.id})
        DETACH DELETE n
        """
            .formatted(label);
  }

  /// Writes rows of `id` and `properties`.
  String upsert() {
    return upsert;
  }

  /// Removes rows of `id` with all their relationships. A deployment, of which others may speak,
  /// becomes a bare reference instead.
  String delete() {
    return this == DEPLOYMENT ? DEMOTE : delete;
  }
}
