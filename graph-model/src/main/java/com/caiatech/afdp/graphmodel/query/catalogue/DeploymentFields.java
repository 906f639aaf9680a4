package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Same;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import java.util.Map;

/// Deployments and what belongs to one: sources, steps, checks, approvals.
final class DeploymentFields {
  static final String SOURCE = "DeployedSource";
  static final String SHARE = "TrafficShare";

  /// Commits of a deployment, newest first; a commit whose repository was not read yet comes last.
  static final Order COMMIT_ORDER =
      Order.of(
          Orders.NEWEST_COMMITS.field(),
          OrderKey.newest(Expression.orZero(Properties.COMMITTED_AT)),
          OrderKey.descending(Properties.ID));

  private DeploymentFields() {}

  static List<EntityType> types() {
    return List.of(deployment(), deployed(), step(), share(), check(), approval());
  }

  private static EntityType deployment() {
    return EntityType.named(Labels.DEPLOYMENT, "deployment")
        .properties(
            Properties.DEPLOYMENT_ID,
            Properties.TYPE,
            Properties.STATUS,
            Properties.REASON,
            Properties.REQUESTED_AT,
            Properties.OPENED_AT,
            Properties.CLOSED_AT,
            Properties.DURATION_SECONDS,
            Properties.SERVED_AFTER_MILLIS,
            Properties.STRATEGY,
            Properties.SEQUENCE,
            Properties.PLAN_SHA256,
            Properties.REQUIRED_APPROVALS)
        .field("service", Catalogue.one(Labels.SERVICE, Relationships.OF))
        .field("environment", Catalogue.one(Labels.ENVIRONMENT, Relationships.TO))
        .field("requestedBy", Catalogue.one(Labels.PERSON, Relationships.REQUESTED_BY))
        .field("sources", sources())
        .field("shipped", commits(Relationships.SHIPPED))
        .field("withdrew", commits(Relationships.WITHDREW))
        .field("changeLog", ChangeLogFields.changeLog())
        .field("previous", Catalogue.one(Labels.DEPLOYMENT, Relationships.PREVIOUS))
        .field("rollbackOf", Catalogue.one(Labels.DEPLOYMENT, Relationships.ROLLBACK_OF))
        .field("retryOf", Catalogue.one(Labels.DEPLOYMENT, Relationships.RETRY_OF))
        .field("retriedBy", namedBy(Relationships.RETRY_OF))
        .field("undoOf", Catalogue.one(Labels.DEPLOYMENT, Relationships.UNDO_OF))
        .field("undoneBy", namedBy(Relationships.UNDO_OF))
        .field("restored", Catalogue.one(Labels.DEPLOYMENT, Relationships.RESTORED))
        .field("checks", checks())
        .field("approvals", approvals())
        .field("steps", steps())
        .field("causedIncidents", IncidentFields.causedBy())
        .field("annotations", AnnotationFields.about())
        .field("soundness", new Same(SoundnessFields.SOUNDNESS))
        .field("evidence", Catalogue.evidence())
        .build();
  }

  private static Many sources() {
    return new Many(
        SOURCE,
        Source.out(Relationships.DEPLOYED, Labels.COMMIT),
        List.of(new OrderKey(Expression.edge(Properties.ROLE), false, false)),
        Map.of(),
        false);
  }

  /// The deployments that were asked for later and named this one, in that order.
  private static Many namedBy(String relationship) {
    return new Many(
        Labels.DEPLOYMENT,
        Source.in(relationship, Labels.DEPLOYMENT),
        List.of(OrderKey.oldest(Properties.REQUESTED_AT), OrderKey.ascending(Properties.ID)),
        Map.of(),
        false);
  }

  /// Commits along the relationship, the newest first.
  static Connection commits(String relationship) {
    return new Connection(
        Labels.COMMIT,
        Source.out(relationship, Labels.COMMIT).distinct(),
        COMMIT_ORDER,
        Map.of(
            "role", Condition.edgeEqual(Properties.ROLE),
            "inScope", Condition.edgeFlag(Properties.IN_SCOPE)));
  }

  private static Many checks() {
    return new Many(
        Labels.CHECK,
        Source.in(Relationships.CHECKED, Labels.CHECK),
        List.of(OrderKey.oldest(Properties.STARTED_AT), OrderKey.ascending(Properties.ID)),
        Map.of("stage", Condition.equal(Properties.STAGE)),
        false);
  }

  private static Many approvals() {
    return new Many(
        Labels.APPROVAL,
        Source.in(Relationships.DECIDED, Labels.APPROVAL),
        List.of(OrderKey.oldest(Properties.DECIDED_AT), OrderKey.ascending(Properties.ID)),
        Map.of(),
        false);
  }

  /// The steps that the strategy took, without what was found serving at the close.
  private static Many steps() {
    return new Many(
        Labels.STEP,
        Source.in(Relationships.STEP_OF, Labels.STEP).where(DeploymentFields::isTaken),
        List.of(OrderKey.oldest(Properties.NUMBER), OrderKey.ascending(Properties.ID)),
        Map.of(),
        false);
  }

  /// Whether the strategy took the step, and it does not tell what was found serving at the close.
  static String isTaken(String node, String edge) {
    return "coalesce(%s.%s, false) = false".formatted(node, Properties.CLOSING);
  }

  private static EntityType deployed() {
    return source(SOURCE).edgeProperties(Properties.ROLE, Properties.SOURCE_SHA256).build();
  }

  /// A commit as it was deployed, with what is said of it whoever deployed it.
  static EntityType.Builder source(String type) {
    return EntityType.named(type)
        .edgeProperties(
            Properties.PATH,
            Properties.SHARED,
            Properties.PREVIOUS_COMMIT_SHA,
            Properties.SHIPPED_COUNT,
            Properties.SHIPPED_SET_SHA256,
            Properties.WITHDREW_COUNT,
            Properties.WITHDREW_SET_SHA256,
            Properties.RANGE_STATE)
        .field("commit", new Same(Labels.COMMIT));
  }

  private static EntityType step() {
    return EntityType.named(Labels.STEP, "step")
        .properties(
            Properties.NAME,
            Properties.RESULT,
            Properties.STARTED_AT,
            Properties.ENDED_AT,
            Properties.DETAIL)
        .field("deployment", Catalogue.one(Labels.DEPLOYMENT, Relationships.STEP_OF))
        .field(Properties.NUMBER, new FieldDefinition.Value(Expression.orZero(Properties.NUMBER)))
        .field("traffic", traffic())
        .field("evidence", Catalogue.evidence())
        .build();
  }

  /// The shares of traffic after a step, the largest first.
  private static Many traffic() {
    return shares(Source.out(Relationships.ROUTED, Labels.DEPLOYMENT));
  }

  /// The shares of those that serve.
  static Many serving() {
    return shares(
        Source.out(Relationships.ROUTED, Labels.DEPLOYMENT)
            .where((node, edge) -> "%s.%s > 0".formatted(edge, Properties.WEIGHT)));
  }

  private static Many shares(Source source) {
    return new Many(
        SHARE,
        source,
        List.of(
            OrderKey.newest(Expression.edge(Properties.WEIGHT)),
            OrderKey.descending(Properties.ID)),
        Map.of(),
        false);
  }

  private static EntityType share() {
    return EntityType.named(SHARE)
        .edgeProperties(Properties.WEIGHT)
        .field("deployment", new Same(Labels.DEPLOYMENT))
        .build();
  }

  private static EntityType check() {
    return EntityType.named(Labels.CHECK, "check")
        .properties(
            Properties.NAME,
            Properties.STAGE,
            Properties.TYPE,
            Properties.STATUS,
            Properties.REASON,
            Properties.QUERY,
            Properties.OUTPUT_SHA256,
            Properties.OUTPUT_BYTES,
            Properties.OUTPUT_LINES,
            Properties.STARTED_AT,
            Properties.ENDED_AT,
            Properties.CPU_USAGE_AVG,
            Properties.MEMORY_PEAK,
            Properties.LATENCY_P50,
            Properties.LATENCY_P95,
            Properties.PASS_RATE,
            Properties.SAMPLES)
        .field("deployment", Catalogue.one(Labels.DEPLOYMENT, Relationships.CHECKED))
        .field("evidence", Catalogue.evidence())
        .build();
  }

  private static EntityType approval() {
    return EntityType.named(Labels.APPROVAL, "approval")
        .properties(
            Properties.DECISION,
            Properties.ROLE,
            Properties.RULE,
            Properties.REASON,
            Properties.PLAN_SHA256,
            Properties.DECIDED_AT)
        .field("decidedBy", Catalogue.one(Labels.PERSON, Relationships.DECIDED_BY))
        .field("deployment", Catalogue.one(Labels.DEPLOYMENT, Relationships.DECIDED))
        .field("evidence", Catalogue.evidence())
        .build();
  }
}
