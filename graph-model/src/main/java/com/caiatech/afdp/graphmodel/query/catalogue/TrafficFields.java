package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Same;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.schemas.record.Series;
import java.util.List;
import java.util.Map;

/// What serves where, derived from recorded traffic alone: the newest step of a service in an
/// environment says it all.
final class TrafficFields {
  private static final String RUNNING_AT = "RunningAt";
  private static final String COMMIT_LOCATION = "CommitLocation";

  /// The volumes that the answer rests on.
  private static final String VOLUMES =
      "MATCH (l:%s) WHERE l.%s = '%s'"
          .formatted(Labels.LEDGER, Properties.SERIES, Series.DEPLOYMENT_MANIFESTS);

  private TrafficFields() {}

  static AsOf runningAtField() {
    return new AsOf(new One(RUNNING_AT, TrafficFields::newestStep, List.of()), false);
  }

  /// Binds the step, or null where nothing was recorded, and what was asked for.
  private static Source.Match newestStep(Scope from, String node, String edge) {
    String service = from.required("service", Conversion.text());
    String environment = from.required("environment", Conversion.text());
    String believed = from.leads(node, Relationships.STEP_OF);
    String recorded =
        from.isNow()
            ? "%s.%s IS NOT NULL".formatted(node, Properties.RECORDED_AT)
            : "%s.%s <= %s".formatted(node, Properties.RECORDED_AT, from.asOf());
    String clause =
        """
        WITH head(COLLECT { MATCH (%1$s:Step) WHERE %1$s.service = %3$s \
        AND %1$s.environment = %4$s AND %6$s AND %1$s.ledgerIndex IS NOT NULL AND %7$s \
        RETURN %1$s ORDER BY %1$s.service DESC, %1$s.environment DESC, %1$s.recordedAt DESC, \
        %1$s.ledgerIndex DESC LIMIT 1 }) AS %1$s, \
        {service: %3$s, environment: %4$s, asOf: %5$s} AS %2$s"""
            .formatted(node, edge, service, environment, from.asOf(), recorded, believed);
    return new Source.Match(clause, List.of(), "", true, false);
  }

  static EntityType runningAt() {
    return EntityType.named(RUNNING_AT)
        .edgeProperties("service", "environment")
        .properties(Properties.RECORDED_AT)
        .field("serving", DeploymentFields.serving())
        .field("cut", new Value(TrafficFields::cut))
        .field("final", new Value(TrafficFields::isFinal))
        .field("evidence", Catalogue.evidence())
        .build();
  }

  private static String cut(Scope scope) {
    return """
        COLLECT { %1$s OPTIONAL MATCH (x:Record) WHERE %2$s.asOf IS NOT NULL \
        AND x.volume = l.volume AND x.recordedAt <= %2$s.asOf \
        WITH l, max(x.index) AS last \
        RETURN l.volume + ':' + toString(CASE WHEN %2$s.asOf IS NULL THEN l.size \
        ELSE coalesce(last + 1, 0) END) ORDER BY size(l.volume), l.volume }"""
        .formatted(VOLUMES, scope.edge());
  }

  /// Nothing is recorded earlier than what a ledger already holds, so a later entry settles it, and
  /// nothing that counts follows the end of one that has a successor.
  private static String isFinal(Scope scope) {
    return """
        (%2$s.asOf IS NOT NULL AND EXISTS { %1$s AND l.endedAt IS NULL } \
        AND NOT EXISTS { %1$s AND coalesce(l.recordedAt <= %2$s.asOf, true) \
        AND coalesce(l.endedAt > %2$s.asOf, true) })"""
        .formatted(VOLUMES, scope.edge());
  }

  static Many whereIsField() {
    return new Many(
        COMMIT_LOCATION,
        TrafficFields::locations,
        List.of(
            new OrderKey(Expression.edge("service"), false, false),
            new OrderKey(Expression.edge("environment"), false, false),
            new OrderKey(Expression.edge("role"), false, false),
            OrderKey.newest(Expression.edge("weight"))),
        Map.of(),
        false);
  }

  /// A serving deployment contains a commit when it deployed it or a descendant of it.
  private static Source.Match locations(Scope from, String node, String edge) {
    String clause =
        """
        MATCH (c:Commit) WHERE c.id = 'urn:afdp:commit:' + %3$s + ':' + %4$s \
        MATCH (s:Service) MATCH (v:Environment) \
        CALL (s, v) { MATCH (t:Step) WHERE t.service = s.name AND t.environment = v.name \
        AND t.recordedAt IS NOT NULL AND t.ledgerIndex IS NOT NULL \
        AND EXISTS { (t)-[:STEP_OF]->() } \
        RETURN t ORDER BY t.service DESC, t.environment DESC, t.recordedAt DESC, \
        t.ledgerIndex DESC LIMIT 1 } \
        MATCH (t)-[r:ROUTED]->(%1$s:Deployment) WHERE r.weight > 0 \
        MATCH (%1$s)-[h:DEPLOYED]->(top:Commit) WHERE top.repository = %3$s \
        AND (top.id = c.id OR EXISTS { MATCH SHORTEST 1 (top)-[:PARENT]->+(c) }) \
        WITH %1$s, {service: s.name, environment: v.name, role: h.role, weight: r.weight} AS %2$s"""
            .formatted(
                node,
                edge,
                from.required("repository", Conversion.text()),
                from.required("sha", Conversion.text()));
    return new Source.Match(clause, List.of(), "", true, false);
  }

  static EntityType commitLocation() {
    return EntityType.named(COMMIT_LOCATION)
        .edgeProperties(Properties.ROLE, Properties.WEIGHT)
        .field("service", Catalogue.one(Labels.SERVICE, Relationships.OF))
        .field("environment", Catalogue.one(Labels.ENVIRONMENT, Relationships.TO))
        .field("deployment", new Same(Labels.DEPLOYMENT))
        .build();
  }
}
