package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.RecordKind;
import java.util.Comparator;
import java.util.Optional;

/// The deployment, ours or asserted, the incident, the annotation, the saved query or the
/// registration that records are about.
record Entity(NodeKind kind, SubjectId subject) implements Comparable<Entity> {
  private static final Comparator<Entity> ORDER =
      Comparator.comparing(Entity::subject).thenComparing(Entity::kind);

  /// What a record of that kind is about, if it tells anything.
  static Optional<Entity> of(RecordKind kind, SubjectId subject) {
    return switch (kind) {
      case DEPLOYMENT_REQUEST,
          MANIFEST_OPENED,
          DEPLOYMENT_STEP,
          MANIFEST_CLOSED,
          CHECK_RESULT,
          APPROVAL_DECISION ->
          Optional.of(new Entity(NodeKind.DEPLOYMENT, subject));
      case INCIDENT_REPORT, CAUSAL_LINK -> Optional.of(new Entity(NodeKind.INCIDENT, subject));
      case DEPLOYMENT_REPORT -> Optional.of(new Entity(NodeKind.ASSERTED_DEPLOYMENT, subject));
      case ANNOTATION -> Optional.of(new Entity(NodeKind.ANNOTATION, subject));
      case SAVED_QUERY -> Optional.of(new Entity(NodeKind.SAVED_QUERY, subject));
      case REGISTRATION -> Optional.of(new Entity(NodeKind.REGISTRATION, subject));
      case POLICY, VOLUME, MARK_LOWERED -> Optional.empty();
    };
  }

  /// The same of a record.
  static Optional<Entity> of(SubjectRecord record) {
    return of(record.record().header().kind(), record.record().header().subject());
  }

  /// The id of its node.
  String urn() {
    return switch (kind) {
      case DEPLOYMENT -> Urns.deployment(new DeploymentId(subject.uuid()));
      case INCIDENT -> Urns.incident(new IncidentId(subject.uuid()));
      case ASSERTED_DEPLOYMENT -> Urns.assertedDeployment(subject);
      case REGISTRATION -> Urns.registration(subject);
      case ANNOTATION -> Urns.annotation(subject);
      case SAVED_QUERY -> Urns.savedQuery(subject);
      case STEP, CHECK, APPROVAL, VERSION -> throw noEntity();
    };
  }

  /// What the node has while nothing is known but that it is spoken of.
  PropertyMap reference() {
    String property =
        switch (kind) {
          case DEPLOYMENT -> Properties.DEPLOYMENT_ID;
          case INCIDENT -> Properties.INCIDENT_ID;
          case ASSERTED_DEPLOYMENT -> Properties.REPORT_ID;
          case REGISTRATION -> Properties.REGISTRATION_ID;
          case ANNOTATION -> Properties.ANNOTATION_ID;
          case SAVED_QUERY -> Properties.SAVED_QUERY_ID;
          case STEP, CHECK, APPROVAL, VERSION -> throw noEntity();
        };
    return new PropertyMap().with(property, subject.value());
  }

  private IllegalStateException noEntity() {
    return new IllegalStateException("Entity: expected a node with states, found a " + kind);
  }

  @Override
  public int compareTo(Entity other) {
    return ORDER.compare(this, other);
  }
}
