package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.List;
import java.util.Map;

/// What other deployers did, as it was reported. No field of a deployment of ours leads to it.
final class AssertedFields {
  private static final String SOURCE = "AssertedSource";

  private AssertedFields() {}

  static List<EntityType> types() {
    return List.of(asserted(), source());
  }

  /// All of them, the newest first by when they happened.
  static Connection all() {
    return new Connection(
        Labels.ASSERTED_DEPLOYMENT,
        Source.listed(Labels.ASSERTED_DEPLOYMENT, Properties.STARTED_ORDER, Properties.ID),
        Orders.NEWEST_REPORTS,
        Map.of());
  }

  /// As many as are asked for of those that deployed exactly the commit at hand.
  static Many ofCommit() {
    return new Many(
        Labels.ASSERTED_DEPLOYMENT,
        Source.in(Relationships.DEPLOYED, Labels.ASSERTED_DEPLOYMENT),
        Orders.NEWEST_DEPLOYMENTS.keys(),
        Map.of(),
        true);
  }

  private static EntityType asserted() {
    return EntityType.named(Labels.ASSERTED_DEPLOYMENT, Urns.ASSERTED_DEPLOYMENT)
        .properties(
            Properties.REPORT_ID,
            Properties.STATUS,
            Properties.VERSION,
            Properties.STARTED_AT,
            Properties.FINISHED_AT,
            Properties.REPORTED_AT,
            Properties.DEPLOYER,
            Properties.EXTERNAL_ID,
            Properties.URL)
        .field("happenedAt", new Value(Expression.node(Properties.STARTED_ORDER)))
        .field("service", Catalogue.one(Labels.SERVICE, Relationships.OF))
        .field("environment", Catalogue.one(Labels.ENVIRONMENT, Relationships.TO))
        .field("reportedBy", Catalogue.one(Labels.PERSON, Relationships.REPORTED_BY))
        .field(
            "source", new One(SOURCE, Source.out(Relationships.DEPLOYED, Labels.COMMIT), List.of()))
        .field("shipped", DeploymentFields.commits(Relationships.SHIPPED))
        .field("withdrew", DeploymentFields.commits(Relationships.WITHDREW))
        .field("causedIncidents", IncidentFields.causedBy())
        .field("annotations", AnnotationFields.about())
        .field("evidence", Catalogue.evidence())
        .build();
  }

  private static EntityType source() {
    return DeploymentFields.source(SOURCE).edgeProperties(Properties.PREVIOUS_REPORT_ID).build();
  }
}
