package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.List;
import java.util.Map;

/// Incidents, their causes and the commits that are suspected.
final class IncidentFields {
  private static final String CAUSE = "IncidentCause";

  private IncidentFields() {}

  static List<EntityType> types() {
    return List.of(incident(), cause());
  }

  private static EntityType incident() {
    return EntityType.named(Labels.INCIDENT, "incident")
        .properties(
            Properties.INCIDENT_ID,
            Properties.TITLE,
            Properties.SEVERITY,
            Properties.PHASE,
            Properties.STARTED_AT,
            Properties.DETECTED_AT,
            Properties.RESOLVED_AT)
        .field(
            Properties.COMPONENTS,
            new FieldDefinition.Value(
                scope -> "coalesce(%s.%s, [])".formatted(scope.state(), Properties.COMPONENTS)))
        .field(Properties.DESCRIPTION, new FieldDefinition.Value(IncidentFields::sealedDescription))
        .field("environment", Catalogue.one(Labels.ENVIRONMENT, Relationships.IN))
        .field("services", services())
        .field("reportedBy", Catalogue.one(Labels.PERSON, Relationships.REPORTED_BY))
        .field("causes", causes())
        .field("suspects", SuspectFields.suspects())
        .field("annotations", AnnotationFields.about())
        .field("evidence", Catalogue.evidence())
        .build();
  }

  /// The text as recorded, then the record that holds it: only the gateway can open it.
  private static String sealedDescription(Scope scope) {
    return """
        CASE WHEN %1$s.description IS NOT NULL \
        THEN [x IN [%1$s.description, %1$s.descriptionRecord] WHERE x IS NOT NULL] END"""
        .formatted(scope.state());
  }

  private static Many services() {
    return new Many(
        Labels.SERVICE,
        Source.out(Relationships.AFFECTED, Labels.SERVICE),
        List.of(OrderKey.ascending(Properties.NAME)),
        Map.of(),
        false);
  }

  /// The surest first, then in the order in which the ledger took them.
  private static Many causes() {
    return new Many(
        CAUSE,
        Source.out(Relationships.CAUSED_BY, Labels.DEPLOYMENT + "|" + Labels.ASSERTED_DEPLOYMENT),
        List.of(
            OrderKey.newest(Expression.edge(Properties.CONFIDENCE)),
            OrderKey.ascending(Expression.edge(Properties.SINCE)),
            OrderKey.ascending(Expression.edge(Properties.EVIDENCE))),
        Map.of(),
        false);
  }

  /// The incidents that are attributed to the deployment at hand, the newest first.
  static Many causedBy() {
    return new Many(
        Labels.INCIDENT,
        Source.in(Relationships.CAUSED_BY, Labels.INCIDENT),
        List.of(OrderKey.newest(Properties.DETECTED_AT), OrderKey.descending(Properties.ID)),
        Map.of(),
        false);
  }

  private static EntityType cause() {
    return EntityType.named(CAUSE)
        .edgeProperties(
            Properties.METHOD, Properties.CONFIDENCE, Properties.ASSERTED_BY, Properties.REASON)
        .field("deployment", ifIts(Labels.DEPLOYMENT))
        .field("asserted", ifIts(Labels.ASSERTED_DEPLOYMENT))
        .field("commit", blamedCommit())
        .field(
            "evidence",
            new Many(
                Labels.RECORD,
                LedgerFields.standingRecord(Expression.edge(Properties.EVIDENCE)),
                Catalogue.RECORD_ORDER,
                Map.of(),
                false))
        .build();
  }

  /// What it is attributed to, where that has the label.
  private static One ifIts(String label) {
    return new One(
        label, Source.lookup(label, Properties.ID, Expression.node(Properties.ID)), List.of());
  }

  private static One blamedCommit() {
    Expression commitId =
        scope ->
            "'%scommit:' + %s.%s + ':' + %s.%s"
                .formatted(
                    Urns.PREFIX,
                    scope.edge(),
                    Properties.REPOSITORY,
                    scope.edge(),
                    Properties.COMMIT_SHA);
    return new One(Labels.COMMIT, Source.lookup(Labels.COMMIT, Properties.ID, commitId), List.of());
  }
}
