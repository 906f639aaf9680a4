package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
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
            known(
                Catalogue.deployments(
                    Source.listed(Labels.DEPLOYMENT, Properties.STARTED_ORDER, Properties.ID))))
        .field("assertedDeployment", byUuid(Labels.ASSERTED_DEPLOYMENT, Urns.ASSERTED_DEPLOYMENT))
        .field("assertedDeployments", known(AssertedFields.all()))
        .field("service", always(byName(Labels.SERVICE)))
        .field("services", always(names(Labels.SERVICE)))
        .field("repository", always(byName(Labels.REPOSITORY)))
        .field("repositories", always(repositories()))
        .field("environment", always(byName(Labels.ENVIRONMENT)))
        .field("environments", always(names(Labels.ENVIRONMENT)))
        .field("team", always(byName(Labels.TEAM)))
        .field("teams", always(names(Labels.TEAM)))
        .field("person", person())
        .field("persons", persons())
        .field("commit", always(commit()))
        .field("commits", always(commits()))
        .field("files", always(files()))
        .field("checks", always(checks()))
        .field("approvals", always(approvals()))
        .field("steps", always(steps()))
        .field("incident", byUuid(Labels.INCIDENT, "incident"))
        .field(
            "incidents",
            known(
                Catalogue.incidents(
                    Source.listed(Labels.INCIDENT, Properties.DETECTED_AT, Properties.ID))))
        .field("savedQuery", byUuid(Labels.SAVED_QUERY, Urns.SAVED_QUERY))
        .field("savedQueries", known(SavedQueryFields.all()))
        .field("record", record())
        .field("records", records())
        .field("ledgers", ledgers())
        .field("violations", violations())
        .field("unproven", UnprovenFields.unproven())
        .field("runningAt", TrafficFields.runningAtField())
        .field("running", TrafficFields.runningField())
        .field("whereIs", TrafficFields.whereIsField())
        .field("blastRadius", ExposureFields.blastRadiusField())
        .field(Catalogue.PATHS, PathFields.paths())
        .field(Catalogue.REACHABLE, PathFields.reachable())
        .field("search", SearchFields.search())
        .field(Catalogue.DIFF, DifferenceFields.diffField())
        .field(Catalogue.COMPARE, DifferenceFields.compareField())
        .build();
  }

  private static AsOf byUuid(String label, String urnKind) {
    return new AsOf(new One(label, Source.byId(label, Conversion.urn(urnKind)), List.of()), true);
  }

  /// Of the moment that is asked about, what was known then.
  private static AsOf known(Connection list) {
    return new AsOf(list, true);
  }

  /// What is true at every moment, with what is told of it as it was believed then.
  private static AsOf always(FieldDefinition field) {
    return new AsOf(field, false);
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

  /// The files that commits touched, whether they are there now or were.
  private static Connection files() {
    return new Connection(
        Labels.FILE,
        Source.all(Labels.FILE, Properties.PATH, Properties.ID),
        Orders.BY_PATH,
        Map.of());
  }

  private static One person() {
    return new One(
        Labels.PERSON,
        Source.lookup(
            Labels.PERSON,
            Properties.ID,
            scope ->
                "'%sperson:' + %s"
                    .formatted(Urns.PREFIX, scope.required("personId", Conversion.text()))),
        List.of());
  }

  private static Connection persons() {
    return new Connection(
        Labels.PERSON, Source.all(Labels.PERSON, Properties.ID), Orders.BY_ID, Map.of());
  }

  private static Connection checks() {
    return new Connection(
        Labels.CHECK,
        Source.stating(Labels.CHECK, Relationships.CHECKED, Properties.STARTED_AT, Properties.ID),
        Orders.NEWEST_BEGUN,
        Map.of());
  }

  private static Connection approvals() {
    return new Connection(
        Labels.APPROVAL,
        Source.stating(
            Labels.APPROVAL, Relationships.DECIDED, Properties.DECIDED_AT, Properties.ID),
        Orders.NEWEST_APPROVALS,
        Map.of());
  }

  private static Connection steps() {
    return new Connection(
        Labels.STEP,
        Source.stating(Labels.STEP, Relationships.STEP_OF, Properties.STARTED_AT, Properties.ID)
            .where(DeploymentFields::isTaken),
        Orders.NEWEST_BEGUN,
        Map.of());
  }

  /// Every entry that was projected, whatever its verdict.
  private static Connection records() {
    return new Connection(
        Labels.RECORD,
        Source.all(Labels.RECORD, Properties.RECORDED_AT, Properties.ID),
        Orders.NEWEST_RECORDS,
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
