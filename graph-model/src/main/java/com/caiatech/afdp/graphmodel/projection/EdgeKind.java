package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import org.jspecify.annotations.Nullable;

/// The kinds of relationship that a subject's records state, each with the labels at its ends and,
/// where two of them may connect the same nodes, the property that tells them apart.
public enum EdgeKind {
  OF(Labels.DEPLOYMENT, Relationships.OF, Labels.SERVICE),
  TO(Labels.DEPLOYMENT, Relationships.TO, Labels.ENVIRONMENT),
  REQUESTED_BY(Labels.DEPLOYMENT, Relationships.REQUESTED_BY, Labels.PERSON),
  DEPLOYED(Labels.DEPLOYMENT, Relationships.DEPLOYED, Labels.COMMIT, Properties.ROLE),
  PREVIOUS(Labels.DEPLOYMENT, Relationships.PREVIOUS, Labels.DEPLOYMENT),
  ROLLBACK_OF(Labels.DEPLOYMENT, Relationships.ROLLBACK_OF, Labels.DEPLOYMENT),
  RETRY_OF(Labels.DEPLOYMENT, Relationships.RETRY_OF, Labels.DEPLOYMENT),
  UNDO_OF(Labels.DEPLOYMENT, Relationships.UNDO_OF, Labels.DEPLOYMENT),
  RESTORED(Labels.DEPLOYMENT, Relationships.RESTORED, Labels.DEPLOYMENT),
  DEPLOYMENT_VERSION(Labels.DEPLOYMENT, Relationships.HAS_VERSION, Labels.VERSION),
  DEPLOYMENT_EVIDENCE(Labels.DEPLOYMENT, Relationships.EVIDENCED_BY, Labels.RECORD),
  STEP_OF(Labels.STEP, Relationships.STEP_OF, Labels.DEPLOYMENT),
  ROUTED(Labels.STEP, Relationships.ROUTED, Labels.DEPLOYMENT),
  STEP_EVIDENCE(Labels.STEP, Relationships.EVIDENCED_BY, Labels.RECORD),
  CHECKED(Labels.CHECK, Relationships.CHECKED, Labels.DEPLOYMENT),
  CHECK_EVIDENCE(Labels.CHECK, Relationships.EVIDENCED_BY, Labels.RECORD),
  DECIDED(Labels.APPROVAL, Relationships.DECIDED, Labels.DEPLOYMENT),
  DECIDED_BY(Labels.APPROVAL, Relationships.DECIDED_BY, Labels.PERSON),
  APPROVAL_EVIDENCE(Labels.APPROVAL, Relationships.EVIDENCED_BY, Labels.RECORD),
  CAUSED_BY(Labels.INCIDENT, Relationships.CAUSED_BY, Labels.DEPLOYMENT),
  CAUSED_BY_ASSERTED(Labels.INCIDENT, Relationships.CAUSED_BY, Labels.ASSERTED_DEPLOYMENT),
  BLAMES(Labels.INCIDENT, Relationships.BLAMES, Labels.COMMIT, Properties.RECORD_ID),
  AFFECTED(Labels.INCIDENT, Relationships.AFFECTED, Labels.SERVICE),
  IN(Labels.INCIDENT, Relationships.IN, Labels.ENVIRONMENT),
  REPORTED_BY(Labels.INCIDENT, Relationships.REPORTED_BY, Labels.PERSON),
  INCIDENT_VERSION(Labels.INCIDENT, Relationships.HAS_VERSION, Labels.VERSION),
  INCIDENT_EVIDENCE(Labels.INCIDENT, Relationships.EVIDENCED_BY, Labels.RECORD),
  ASSERTED_OF(Labels.ASSERTED_DEPLOYMENT, Relationships.OF, Labels.SERVICE),
  ASSERTED_TO(Labels.ASSERTED_DEPLOYMENT, Relationships.TO, Labels.ENVIRONMENT),
  ASSERTED_BY(Labels.ASSERTED_DEPLOYMENT, Relationships.REPORTED_BY, Labels.PERSON),
  ASSERTED_DEPLOYED(
      Labels.ASSERTED_DEPLOYMENT, Relationships.DEPLOYED, Labels.COMMIT, Properties.ROLE),
  ASSERTED_VERSION(Labels.ASSERTED_DEPLOYMENT, Relationships.HAS_VERSION, Labels.VERSION),
  ASSERTED_EVIDENCE(Labels.ASSERTED_DEPLOYMENT, Relationships.EVIDENCED_BY, Labels.RECORD),
  ANNOTATES_DEPLOYMENT(Labels.ANNOTATION, Relationships.ANNOTATES, Labels.DEPLOYMENT),
  ANNOTATES_ASSERTED(Labels.ANNOTATION, Relationships.ANNOTATES, Labels.ASSERTED_DEPLOYMENT),
  ANNOTATES_INCIDENT(Labels.ANNOTATION, Relationships.ANNOTATES, Labels.INCIDENT),
  ANNOTATES_COMMIT(Labels.ANNOTATION, Relationships.ANNOTATES, Labels.COMMIT),
  ANNOTATED_BY(Labels.ANNOTATION, Relationships.ANNOTATED_BY, Labels.PERSON),
  ANNOTATION_VERSION(Labels.ANNOTATION, Relationships.HAS_VERSION, Labels.VERSION),
  ANNOTATION_EVIDENCE(Labels.ANNOTATION, Relationships.EVIDENCED_BY, Labels.RECORD),
  SAVED_BY(Labels.SAVED_QUERY, Relationships.SAVED_BY, Labels.PERSON),
  SAVED_QUERY_VERSION(Labels.SAVED_QUERY, Relationships.HAS_VERSION, Labels.VERSION),
  SAVED_QUERY_EVIDENCE(Labels.SAVED_QUERY, Relationships.EVIDENCED_BY, Labels.RECORD),
  REGISTERS_REPOSITORY(Labels.REGISTRATION, Relationships.REGISTERS, Labels.REPOSITORY),
  REGISTERS_SERVICE(Labels.REGISTRATION, Relationships.REGISTERS, Labels.SERVICE),
  LIES_IN(Labels.REGISTRATION, Relationships.LIES_IN, Labels.REPOSITORY, Properties.ROLE),
  OWNED_BY(Labels.REGISTRATION, Relationships.OWNED_BY, Labels.TEAM),
  REGISTERED_BY(Labels.REGISTRATION, Relationships.REGISTERED_BY, Labels.PERSON),
  REGISTRATION_VERSION(Labels.REGISTRATION, Relationships.HAS_VERSION, Labels.VERSION),
  REGISTRATION_EVIDENCE(Labels.REGISTRATION, Relationships.EVIDENCED_BY, Labels.RECORD);

  private static final String UPSERT =
      """
      UNWIND $batch.rows AS row
      MATCH (a:%s {id: row.from})
      MERGE (b:%s {id: row.to}) ON CREATE SET b += row.target
      MERGE (a)-[r:%s {since: row.since%s}]->(b)
      SET r = row.properties
      """;
  private static final String DELETE =
      """
      UNWIND $batch.rows AS row
      MATCH (:%s {id: row.from})-[r:%s {since: row.since%s}]->(:%s {id: row.to})
      DELETE r
      """;

  private final String type;
  private final String to;
  private final @Nullable String keyProperty;
  private final String upsert;
  private final String upsertEnded;
  private final String end;
  private final String delete;
  private final String deleteEnded;

  EdgeKind(String from, String type, String to) {
    this(from, type, to, null);
  }

  EdgeKind(String from, String type, String to, @Nullable String keyProperty) {
    String key = keyProperty == null ? "" : ", " + keyProperty + ": row.key";
    String was = Relationships.was(type);
    this.type = type;
    this.to = to;
    this.keyProperty = keyProperty;
    this.upsert = UPSERT.formatted(from, to, type, key);
    this.upsertEnded = UPSERT.formatted(from, to, was, key);
    this.end =
        """
        UNWIND $batch.rows AS row
        MATCH (a:%1$s {id: row.from})-[r:%2$s {since: row.since%4$s}]->(b:%5$s {id: row.to})
        CREATE (a)-[w:%3$s]->(b)
        SET w = properties(r), w.until = row.until
        DELETE r
        """
            .formatted(from, type, was, key, to);
    this.delete = DELETE.formatted(from, type, key, to);
    this.deleteEnded = DELETE.formatted(from, was, key, to);
  }

  /// The type of relationship.
  ///
  /// @param ended whether it is no longer believed
  String type(boolean ended) {
    return ended ? Relationships.was(type) : type;
  }

  /// The label of the node at its end.
  String to() {
    return to;
  }

  /// The property that tells relationships between the same nodes apart.
  @Nullable String keyProperty() {
    return keyProperty;
  }

  /// Whether it says what was deployed, so that what was shipped follows from it.
  boolean saysWhatWasDeployed() {
    return this == DEPLOYED || this == ASSERTED_DEPLOYED;
  }

  /// Writes rows of `from`, `to`, `key`, `since`, `properties` and `target`.
  ///
  /// @param ended whether they are no longer believed
  String upsert(boolean ended) {
    return ended ? upsertEnded : upsert;
  }

  /// Ends rows of `from`, `to`, `key`, `since` and `until`.
  String end() {
    return end;
  }

  /// Removes rows of `from`, `to`, `key` and `since`.
  ///
  /// @param ended whether they were no longer believed
  String delete(boolean ended) {
    return ended ? deleteEnded : delete;
  }
}
