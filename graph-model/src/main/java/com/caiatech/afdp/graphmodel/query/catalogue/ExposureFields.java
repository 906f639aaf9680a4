package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.graphmodel.path.ThingKind;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AnyOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Same;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a commit, a file, a deployment or a signing key reached: the deployments that have to do
/// with it, and when each had traffic.
final class ExposureFields {
  static final String EXPOSURE = "Exposure";
  private static final String BLAST_RADIUS = "BlastRadius";
  private static final String SERVED_TIME = "ServedTime";
  private static final String END_ID = "endId";
  private static final int SHOWN = 80;

  /// The kinds of things that have a blast radius.
  private static final Set<ThingKind> KINDS =
      EnumSet.of(ThingKind.COMMIT, ThingKind.FILE, ThingKind.DEPLOYMENT, ThingKind.SIGNING_KEY);

  /// What belongs to a deployment and is stated by a record of its own.
  private static final List<String> PARTS =
      List.of(Relationships.CHECKED, Relationships.DECIDED, Relationships.STEP_OF);

  private ExposureFields() {}

  static List<EntityType> types() {
    return List.of(blastRadius(), exposure(), servedTime());
  }

  static AsOf blastRadiusField() {
    return new AsOf(new One(BLAST_RADIUS, ExposureFields::named, List.of(), true), false);
  }

  /// The thing, where something was known of it at the moment.
  private static Source.Match named(Scope from, String node, String edge) {
    String id = from.required("of", ExposureFields::checked);
    String found =
        KINDS.stream()
            .map(
                kind ->
                    "MATCH (%1$s:%2$s) WHERE %1$s.id = %3$s%4$s RETURN %1$s"
                        .formatted(node, kind.label(), id, known(from, kind, node)))
            .collect(Collectors.joining(" UNION ALL "));
    return new Source.Match("CALL () { %s }".formatted(found), List.of(), "", false, false);
  }

  private static String known(Scope from, ThingKind kind, String node) {
    if (from.isNow()) {
      return "";
    }
    return switch (kind) {
      case DEPLOYMENT -> " AND " + from.known(node);
      case SIGNING_KEY ->
          " AND EXISTS { MATCH (%s)<-[:%s]-(x:%s) WHERE x.recordedAt <= %s }"
              .formatted(node, Relationships.SIGNED_BY, Labels.RECORD, from.asOf());
      default -> "";
    };
  }

  private static Object checked(String argument, Object value) {
    String id = value.toString();
    if (ThingKind.ofId(id).filter(KINDS::contains).isEmpty()) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected the global id of a commit, a file, a deployment or a signing key, such as urn:afdp:commit:<repository>:<sha>, found '%s'"
              .formatted(argument, id.length() > SHOWN ? id.substring(0, SHOWN) + "…" : id));
    }
    return id;
  }

  private static EntityType blastRadius() {
    return EntityType.named(BLAST_RADIUS)
        .field(
            "of",
            new AnyOf(
                Expression.node(Properties.ID), scope -> "labels(%s)[0]".formatted(scope.node())))
        .field(
            "exposures",
            new Connection(EXPOSURE, ExposureFields::exposed, Orders.NEWEST_DEPLOYMENTS, Map.of()))
        .build();
  }

  /// Of a key the deployments of which it signed anything, of another thing those that hold it and
  /// had traffic.
  private static Source.Match exposed(Scope from, String node, String edge) {
    String given = from.node();
    String signed =
        "MATCH (%s)<-[:%s]-(y:%s)<-[p:%s]-"
            .formatted(
                given,
                Relationships.SIGNED_BY,
                Labels.RECORD,
                from.types(Relationships.EVIDENCED_BY));
    List<String> stated = from.dated(Relationships.EVIDENCED_BY, "p");
    String clause =
        """
        CALL (%1$s) { CALL (%1$s) { WITH * WHERE %1$s:Deployment RETURN %1$s AS held \
        UNION WITH * WHERE %1$s:Commit %2$s RETURN held \
        UNION WITH * WHERE %1$s:File MATCH (%1$s)<-[t:%3$s]-(first:Commit) \
        WHERE t.change IN ['%4$s', '%5$s'] %6$s RETURN held } \
        WITH DISTINCT held WHERE %7$s RETURN held AS %8$s, null AS %9$s \
        UNION ALL WITH * WHERE %1$s:SigningKey CALL (%1$s) { %10$s(held:Deployment)%11$s RETURN held \
        UNION %10$s()-[q:%12$s]->(held:Deployment)%13$s RETURN held } \
        RETURN held AS %8$s, %1$s.id AS %9$s } \
        WITH %8$s, {signer: %9$s} AS %9$s"""
            .formatted(
                given,
                deployedSince(from, given, List.of()),
                Relationships.TOUCHED,
                TouchedFile.Change.ADDED,
                TouchedFile.Change.RENAMED,
                deployedSince(from, "first", List.of(concerns(given))),
                served(from, "held"),
                node,
                edge,
                signed,
                Scope.where(stated),
                parts(from),
                Scope.where(both(stated, from.dated(Relationships.STEP_OF, "q"))));
    return new Source.Match(clause, List.of(), Labels.DEPLOYMENT, true, false);
  }

  /// The deployments that deployed a commit or one that descends from it; each of these is met
  /// once.
  private static String deployedSince(Scope from, String commit, List<String> conditions) {
    return "MATCH (%s)<-[:%s*0..]-(made:%s) WITH DISTINCT made MATCH (made)<-[h:%s]-(held:%s)%s"
        .formatted(
            commit,
            Relationships.PARENT,
            Labels.COMMIT,
            from.types(Relationships.DEPLOYED),
            Labels.DEPLOYMENT,
            Scope.where(both(from.dated(Relationships.DEPLOYED, "h"), conditions)));
  }

  /// That the file lies in what the service is built from.
  private static String concerns(String file) {
    return """
        (h.path IS NULL OR any(part IN [h.path] + coalesce(h.shared, []) \
        WHERE %1$s.path = part OR %1$s.path STARTS WITH part + '/'))"""
        .formatted(file);
  }

  private static String parts(Scope from) {
    return PARTS.stream().map(from::types).collect(Collectors.joining("|"));
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static String served(Scope from, String deployment) {
    return "EXISTS { MATCH (%s)<-[q:%s]-(s:%s)%s }"
        .formatted(
            deployment,
            from.types(Relationships.ROUTED),
            Labels.STEP,
            Scope.where(routed(from, "s", "q")));
  }

  /// What has to hold of a step that is believed and gave traffic.
  private static List<String> routed(Scope from, String step, String share) {
    return both(
        both(from.dated(Relationships.ROUTED, share), List.of(share + ".weight > 0")),
        TrafficFields.believed(from, step));
  }

  private static EntityType exposure() {
    return EntityType.named(EXPOSURE)
        .field("deployment", new Same(Labels.DEPLOYMENT))
        .field("service", Catalogue.one(Labels.SERVICE, Relationships.OF))
        .field("environment", Catalogue.one(Labels.ENVIRONMENT, Relationships.TO))
        .field("serves", new Value(ExposureFields::serves))
        .field(
            "served",
            new Many(
                SERVED_TIME,
                ExposureFields::times,
                List.of(
                    OrderKey.oldest(Properties.RECORDED_AT),
                    OrderKey.oldest(Properties.LEDGER_INDEX)),
                Map.of(),
                false))
        .field(
            "evidence",
            new Many(
                Labels.RECORD, ExposureFields::proofs, Catalogue.RECORD_ORDER, Map.of(), false))
        .build();
  }

  /// Whether the newest step in its place gave it traffic.
  static String serves(Scope scope) {
    List<String> newer =
        both(List.of(TrafficFields.isBefore("s", "m")), TrafficFields.believed(scope, "m"));
    return "EXISTS { MATCH (%s)<-[q:%s]-(s:Step)%s AND NOT EXISTS { MATCH (m:Step)%s } }"
        .formatted(
            scope.node(),
            scope.types(Relationships.ROUTED),
            Scope.where(routed(scope, "s", "q")),
            Scope.where(newer));
  }

  /// Each step that gave it traffic where the one before had not, with the first after it that does
  /// not any more.
  private static Source.Match times(Scope from, String node, String edge) {
    String deployment = from.node();
    String last = edge + "l";
    String had = gives(from, "s", deployment);
    String clause =
        """
        MATCH (%1$s)<-[g:%2$s]-(%3$s:Step)%4$s \
        AND NOT coalesce(head(COLLECT { MATCH (s:Step)%5$s RETURN %6$s \
        ORDER BY s.service DESC, s.environment DESC, s.recordedAt DESC, s.ledgerIndex DESC LIMIT 1 }), false) \
        WITH %3$s, head(COLLECT { MATCH (s:Step)%7$s AND NOT %6$s RETURN s \
        ORDER BY s.service, s.environment, s.recordedAt, s.ledgerIndex LIMIT 1 }) AS %8$s \
        WITH %3$s, {until: %8$s.recordedAt, endId: %8$s.id, peakWeight: head(COLLECT { \
        MATCH (%1$s)<-[q:%2$s]-(s:Step)%9$s AND NOT (%10$s) \
        AND (%8$s IS NULL OR (%11$s)) RETURN max(q.weight) })} AS %12$s"""
            .formatted(
                deployment,
                from.types(Relationships.ROUTED),
                node,
                Scope.where(routed(from, node, "g")),
                Scope.where(
                    both(
                        List.of(TrafficFields.isBefore("s", node)),
                        TrafficFields.believed(from, "s"))),
                had,
                Scope.where(
                    both(
                        List.of(TrafficFields.isBefore(node, "s")),
                        TrafficFields.believed(from, "s"))),
                last,
                Scope.where(routed(from, "s", "q")),
                TrafficFields.isBefore("s", node),
                TrafficFields.isBefore("s", last),
                edge);
    return new Source.Match(clause, List.of(), Labels.STEP, true, false);
  }

  private static String gives(Scope from, String step, String deployment) {
    return "EXISTS { MATCH (%s)-[q:%s]->(%s)%s }"
        .formatted(
            step,
            from.types(Relationships.ROUTED),
            deployment,
            Scope.where(both(from.dated(Relationships.ROUTED, "q"), List.of("q.weight > 0"))));
  }

  private static Source.Match proofs(Scope from, String node, String edge) {
    String signed =
        "(%1$s.signer IS NULL OR EXISTS { MATCH (%2$s)-[:%3$s]->(k:%4$s) WHERE k.id = %1$s.signer })"
            .formatted(from.edge(), node, Relationships.SIGNED_BY, Labels.SIGNING_KEY);
    List<String> dated = from.dated(Relationships.EVIDENCED_BY, "p");
    String clause =
        """
        CALL (%1$s, %2$s) { MATCH (%1$s)-[p:%3$s]->(%4$s:Record)%5$s RETURN %4$s \
        UNION WITH * WHERE %2$s.signer IS NOT NULL \
        MATCH (%1$s)<-[q:%6$s]-()-[p:%3$s]->(%4$s:Record)%7$s RETURN %4$s }"""
            .formatted(
                from.node(),
                from.edge(),
                from.types(Relationships.EVIDENCED_BY),
                node,
                Scope.where(both(dated, List.of(signed))),
                parts(from),
                Scope.where(
                    both(both(dated, from.dated(Relationships.STEP_OF, "q")), List.of(signed))));
    return new Source.Match(clause, List.of(), Labels.RECORD, false, false);
  }

  private static EntityType servedTime() {
    return EntityType.named(SERVED_TIME)
        .field("since", new Value(Expression.node(Properties.RECORDED_AT)))
        .edgeProperties(Properties.UNTIL, "peakWeight")
        .field("beganWith", new Same(Labels.STEP))
        .field(
            "endedBy",
            new One(
                Labels.STEP,
                Source.lookup(Labels.STEP, Properties.ID, Expression.edge(END_ID)),
                List.of()))
        .field(
            "evidence",
            new Many(
                Labels.RECORD, ExposureFields::ofSteps, Catalogue.RECORD_ORDER, Map.of(), false))
        .build();
  }

  /// The records of the step that began it and of that which ended it.
  private static Source.Match ofSteps(Scope from, String node, String edge) {
    String clause =
        "MATCH (s:Step) WHERE s.id IN [%s.id, %s.endId] MATCH (s)-[p:%s]->(%s:Record)"
            .formatted(from.node(), from.edge(), from.types(Relationships.EVIDENCED_BY), node);
    return new Source.Match(
        clause, from.dated(Relationships.EVIDENCED_BY, "p"), Labels.RECORD, false, true);
  }
}
