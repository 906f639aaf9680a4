package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import java.util.List;
import java.util.Map;

/// The entry points of queries.
final class RootFields {
  private RootFields() {}

  static List<EntityType> types() {
    return List.of(query(), TrafficFields.runningAt(), TrafficFields.commitLocation());
  }

  private static EntityType query() {
    return EntityType.named(Catalogue.QUERY)
        .field("deployment", byUuid(Labels.DEPLOYMENT, "deployment"))
        .field(
            "deployments",
            Catalogue.deployments(
                Source.all(Labels.DEPLOYMENT, Properties.STARTED_ORDER, Properties.ID)))
        .field("assertedDeployment", byUuid(Labels.ASSERTED_DEPLOYMENT, Urns.ASSERTED_DEPLOYMENT))
        .field("assertedDeployments", AssertedFields.all())
        .field("service", byName(Labels.SERVICE))
        .field("services", names(Labels.SERVICE))
        .field("repository", byName(Labels.REPOSITORY))
        .field("repositories", repositories())
        .field("environment", byName(Labels.ENVIRONMENT))
        .field("environments", names(Labels.ENVIRONMENT))
        .field("commit", commit())
        .field("commits", commits())
        .field("incident", byUuid(Labels.INCIDENT, "incident"))
        .field(
            "incidents",
            Catalogue.incidents(Source.all(Labels.INCIDENT, Properties.DETECTED_AT, Properties.ID)))
        .field("record", record())
        .field("ledgers", ledgers())
        .field("violations", violations())
        .field("runningAt", TrafficFields.runningAtField())
        .field("whereIs", TrafficFields.whereIsField())
        .build();
  }

  private static AsOf byUuid(String label, String urnKind) {
    return new AsOf(new One(label, Source.byId(label, Conversion.urn(urnKind)), List.of()), true);
  }

  private static One byName(String label) {
    return new One(
        label, Source.keyed(label, Properties.NAME, "name", Conversion.text()), List.of());
  }

  private static Connection names(String label) {
    return byName(label, Source.all(label, Properties.NAME));
  }

  /// Those that the graph has, and those that are being fetched for the first time.
  private static Connection repositories() {
    return byName(
        Labels.REPOSITORY,
        (_, node, _) ->
            new Source.Match(
                """
                UNWIND COLLECT { MATCH (x:Repository) WHERE x.name IS NOT NULL \
                RETURN {id: x.id, name: x.name} AS found UNION \
                MATCH (x:Progress {unit: 'COMMITS'}) \
                RETURN {id: '%1$srepository:' + x.name, name: x.name} AS found } AS %2$s \
                WITH %2$s\
                """
                    .formatted(Urns.PREFIX, node),
                List.of(),
                "",
                false,
                false));
  }

  private static Connection byName(String label, Source source) {
    return new Connection(label, source, Orders.BY_NAME, Map.of());
  }

  private static One commit() {
    Expression id =
        scope ->
            "'%scommit:' + %s + ':' + %s"
                .formatted(
                    Urns.PREFIX,
                    scope.required("repository", Conversion.text()),
                    scope.required("sha", Conversion.text()));
    return new One(Labels.COMMIT, Source.lookup(Labels.COMMIT, Properties.ID, id), List.of());
  }

  /// The commits whose repository was read.
  private static Connection commits() {
    return new Connection(
        Labels.COMMIT,
        Source.all(Labels.COMMIT, Properties.COMMITTED_AT, Properties.ID),
        Orders.NEWEST_COMMITS,
        Map.of());
  }

  /// Where several entries bear one record id, the first that counts, else the first.
  private static One record() {
    return new One(
        Labels.RECORD,
        Source.keyed(Labels.RECORD, Properties.RECORD_ID, "id", Conversion.text()),
        List.of(
            OrderKey.ascending(
                scope ->
                    "CASE %s.%s WHEN '%s' THEN 0 ELSE 1 END"
                        .formatted(scope.node(), Properties.VERDICT, Verdicts.TRUSTED)),
            OrderKey.ascending(Properties.VOLUME),
            OrderKey.oldest(Properties.INDEX)));
  }

  private static Many ledgers() {
    return new Many(
        Labels.LEDGER,
        Source.all(Labels.LEDGER),
        List.of(OrderKey.ascending(Properties.VOLUME)),
        Map.of(),
        false);
  }

  private static Connection violations() {
    return new Connection(
        Labels.VIOLATION, Source.all(Labels.VIOLATION), Orders.NEWEST_VIOLATIONS, Map.of());
  }
}
