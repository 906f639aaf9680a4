package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import java.util.Map;

/// What people note about deployments, incidents and commits.
final class AnnotationFields {
  private AnnotationFields() {}

  static List<EntityType> types() {
    return List.of(
        EntityType.named(Labels.ANNOTATION, "annotation")
            .properties(
                Properties.ANNOTATION_ID,
                Properties.TEXT,
                Properties.ANNOTATED_AT,
                Properties.CHANGED_AT)
            .field("annotatedBy", Catalogue.one(Labels.PERSON, Relationships.ANNOTATED_BY))
            .field("deployment", Catalogue.one(Labels.DEPLOYMENT, Relationships.ANNOTATES))
            .field("asserted", Catalogue.one(Labels.ASSERTED_DEPLOYMENT, Relationships.ANNOTATES))
            .field("incident", Catalogue.one(Labels.INCIDENT, Relationships.ANNOTATES))
            .field("commit", Catalogue.one(Labels.COMMIT, Relationships.ANNOTATES))
            .field("evidence", Catalogue.evidence())
            .build());
  }

  /// Those about the object at hand, the newest first, with those that were withdrawn.
  static Connection about() {
    return new Connection(
        Labels.ANNOTATION,
        Source.in(Relationships.ANNOTATES, Labels.ANNOTATION),
        Orders.NEWEST_ANNOTATIONS,
        Map.of());
  }
}
