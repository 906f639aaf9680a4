package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
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
import java.util.stream.Stream;

/// What serves where, derived from recorded traffic alone: the newest step of a service in an
/// environment says it all.
final class TrafficFields {
  static final String RUNNING_AT = "RunningAt";
  private static final String COMMIT_LOCATION = "CommitLocation";
  private static final String SERVICE = "service";
  private static final String ENVIRONMENT = "environment";

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
    String service = from.required(SERVICE, Conversion.text());
    String environment = from.required(ENVIRONMENT, Conversion.text());
    String clause =
        "WITH head(COLLECT { %s }) AS %s, %s AS %s"
            .formatted(
                NewestStep.reading(from, node, service, environment),
                node,
                place(from, service, environment),
                edge);
    return new Source.Match(clause, List.of(), "", true, false);
  }

  /// What serves in every place where something was recorded.
  static AsOf runningField() {
    return new AsOf(
        new Connection(RUNNING_AT, TrafficFields::everywhere, Orders.BY_PLACE, Map.of()), false);
  }

  private static Source.Match everywhere(Scope from, String node, String edge) {
    String clause =
        "MATCH (s:Service) MATCH (v:Environment) CALL (s, v) { %s } WITH %s, %s AS %s"
            .formatted(
                NewestStep.reading(from, node, "s.name", "v.name"),
                node,
                place(from, "s.name", "v.name"),
                edge);
    return new Source.Match(clause, List.of(), "", true, false);
  }

  /// What was asked for, of which an answer tells.
  static String place(Scope from, String service, String environment) {
    return "{service: %s, environment: %s, asOf: %s}".formatted(service, environment, from.asOf());
  }

  /// What has to hold of a step that is believed at the moment.
  static List<String> believed(Scope from, String step) {
    return List.of(
        from.isNow()
            ? "%s.%s IS NOT NULL".formatted(step, Properties.RECORDED_AT)
            : "%s.%s <= %s".formatted(step, Properties.RECORDED_AT, from.asOf()),
        "%s.%s IS NOT NULL".formatted(step, Properties.LEDGER_INDEX),
        from.leads(step, Relationships.STEP_OF));
  }

  /// That a step comes before another of the same service in the same environment.
  static String isBefore(String step, String other) {
    return """
        %1$s.service = %2$s.service AND %1$s.environment = %2$s.environment \
        AND %1$s.recordedAt <= %2$s.recordedAt \
        AND (%1$s.recordedAt < %2$s.recordedAt OR %1$s.ledgerIndex < %2$s.ledgerIndex)"""
        .formatted(step, other);
  }

  static EntityType runningAt() {
    return EntityType.named(RUNNING_AT)
        .edgeProperties(SERVICE, ENVIRONMENT)
        .properties(Properties.RECORDED_AT)
        .field("serving", DeploymentFields.serving())
        .field("cut", new Value(TrafficFields::cut))
        .field("final", new Value(TrafficFields::isFinal))
        .field("evidence", Catalogue.evidence())
        .build();
  }

  private static String cut(Scope scope) {
    return """
        COLLECT { %1$s OPTIONAL CALL (l, %2$s) { MATCH (x:Record) WHERE %2$s.asOf IS NOT NULL \
        AND x.volume = l.volume AND x.recordedAt <= %2$s.asOf AND x.index IS NOT NULL \
        RETURN x.index AS last \
        ORDER BY x.volume DESC, x.recordedAt DESC, x.index DESC LIMIT 1 } \
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

  static AsOf whereIsField() {
    return new AsOf(
        new Many(
            COMMIT_LOCATION,
            TrafficFields::locations,
            List.of(
                new OrderKey(Expression.edge(SERVICE), false, false),
                new OrderKey(Expression.edge(ENVIRONMENT), false, false),
                new OrderKey(Expression.edge("role"), false, false),
                OrderKey.newest(Expression.edge("weight"))),
            Map.of(),
            false),
        false);
  }

  /// A serving deployment contains a commit when it deployed it or a descendant of it.
  private static Source.Match locations(Scope from, String node, String edge) {
    String clause =
        """
        MATCH (c:Commit) WHERE c.id = 'urn:afdp:commit:' + %3$s + ':' + %4$s \
        MATCH (s:Service) MATCH (v:Environment) CALL (s, v) { %5$s } \
        MATCH (t)-[r:%6$s]->(%1$s:Deployment)%7$s \
        MATCH (%1$s)-[h:%8$s]->(top:Commit)%9$s \
        AND (top.id = c.id OR EXISTS { MATCH SHORTEST 1 (top)-[:PARENT]->+(c) }) \
        WITH %1$s, {service: s.name, environment: v.name, role: h.role, weight: r.weight} AS %2$s"""
            .formatted(
                node,
                edge,
                from.required("repository", Conversion.text()),
                from.required("sha", Conversion.text()),
                NewestStep.reading(from, "t", "s.name", "v.name"),
                from.types(Relationships.ROUTED),
                believed(from, Relationships.ROUTED, "r", "r.weight > 0"),
                from.types(Relationships.DEPLOYED),
                believed(from, Relationships.DEPLOYED, "h", "top.repository = c.repository"));
    return new Source.Match(clause, List.of(), Labels.DEPLOYMENT, true, false);
  }

  /// What has to hold of a relationship's variable, and that it was believed at the moment.
  private static String believed(
      Scope from, String relationship, String variable, String condition) {
    return Scope.where(
        Stream.concat(from.dated(relationship, variable).stream(), Stream.of(condition)).toList());
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
