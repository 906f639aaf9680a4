package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.change.FileKind;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Searched;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Then;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What differs between two states or two deployments, as {@link
/// com.caiatech.afdp.graphmodel.difference.DifferenceSearch} found it: maps, whose commits,
/// deployments, checks and steps are found by their ids. What belongs to one of two states is told
/// as of its moment.
final class DifferenceFields {
  private static final String DIFF = "Diff";
  private static final String COMPARISON = "DeploymentComparison";
  private static final String SERVICE_DIFFERENCE = "ServiceDifference";
  private static final String SOURCE_DIFFERENCE = "SourceDifference";
  private static final String CHECK_DIFFERENCE = "CheckDifference";
  private static final String CHANGED_FILE = "ChangedFile";

  private static final String FROM_AS_OF = "from.asOf";
  private static final String TO_AS_OF = "to.asOf";

  /// The most touches of files that are read of one source.
  private static final int MAX_TOUCHED = 20_000;

  private DifferenceFields() {}

  static List<EntityType> types() {
    return List.of(
        diff(), comparison(), serviceDifference(), sourceDifference(), check(), changedFile());
  }

  static Searched diffField() {
    return new Searched(
        DIFF,
        Set.of(
            "from.environment",
            FROM_AS_OF,
            "to.environment",
            TO_AS_OF,
            "service",
            "first",
            "after"));
  }

  static AsOf compareField() {
    return new AsOf(new Searched(COMPARISON, Set.of("a", "b")), false);
  }

  private static EntityType diff() {
    return ended(DIFF)
        .properties("serviceCount", "differingCount", "hasNextPage")
        .field("services", Catalogue.listed(SERVICE_DIFFERENCE, "services"))
        .build();
  }

  private static EntityType comparison() {
    return ended(COMPARISON)
        .properties("differing")
        .field("a", found(Labels.DEPLOYMENT, "aId"))
        .field("b", found(Labels.DEPLOYMENT, "bId"))
        .field("sources", Catalogue.listed(SOURCE_DIFFERENCE, "sources"))
        .field("checks", Catalogue.listed(CHECK_DIFFERENCE, "checks"))
        .build();
  }

  private static EntityType.Builder ended(String type) {
    return EntityType.named(type).properties("exhausted", "truncatedBy", "expansions");
  }

  private static One found(String label, String idKey) {
    return new One(label, Source.lookup(label, Properties.ID, Expression.node(idKey)), List.of());
  }

  private static EntityType serviceDifference() {
    return EntityType.named(SERVICE_DIFFERENCE)
        .properties(Properties.CHANGE)
        .field(
            "service",
            new One(
                Labels.SERVICE,
                Source.lookup(Labels.SERVICE, Properties.NAME, Expression.node("service")),
                List.of()))
        .field("from", new Then(serving("fromStep", "fromEnvironment"), FROM_AS_OF))
        .field("to", new Then(serving("toStep", "toEnvironment"), TO_AS_OF))
        .field("sources", Catalogue.listed(SOURCE_DIFFERENCE, "sources"))
        .build();
  }

  /// What `runningAt` tells, of a step that was found.
  private static One serving(String step, String environment) {
    return new One(
        TrafficFields.RUNNING_AT,
        (from, node, edge) ->
            new Source.Match(
                "WITH head(COLLECT { MATCH (x:Step {id: %1$s.%2$s}) RETURN x }) AS %4$s, %6$s AS %5$s"
                    .formatted(
                        from.node(),
                        step,
                        environment,
                        node,
                        edge,
                        TrafficFields.place(
                            from, from.node() + ".service", from.node() + "." + environment)),
                List.of(),
                "",
                true,
                false),
        List.of());
  }

  private static EntityType sourceDifference() {
    return EntityType.named(SOURCE_DIFFERENCE)
        .properties(
            Properties.ROLE,
            "sameTree",
            "unrelated",
            "truncatedBy",
            Properties.SHIPPED_COUNT,
            Properties.WITHDREW_COUNT)
        .field(
            "repository",
            new One(
                Labels.REPOSITORY,
                Source.elements(
                    scope ->
                        "[{id: 'urn:afdp:repository:' + %1$s.repository, name: %1$s.repository}]"
                            .formatted(scope.node())),
                List.of()))
        .field("from", new Then(deployed("fromIds"), FROM_AS_OF))
        .field("to", new Then(deployed("toIds"), TO_AS_OF))
        .field("shipped", commits("shipped"))
        .field("withdrew", commits("withdrew"))
        .field(
            "unprojected",
            new Many(
                Labels.COMMIT,
                Source.identified(Labels.COMMIT, Expression.node("unprojected")),
                List.of(OrderKey.ascending(Properties.ID)),
                Map.of(),
                true))
        .field("fileCount", new Value(DifferenceFields::fileCount))
        .field(
            "files",
            new Many(
                CHANGED_FILE,
                DifferenceFields::files,
                List.of(OrderKey.ascending(Properties.PATH)),
                Map.of("after", ContentFields.AFTER_PATH),
                true))
        .build();
  }

  /// How deployments of one side deployed commits of the repository in the role.
  private static Many deployed(String idsKey) {
    return new Many(
        DeploymentFields.SOURCE,
        (from, node, edge) ->
            new Source.Match(
                "UNWIND %1$s.%2$s AS %3$sid MATCH (:Deployment {id: %3$sid})-[%4$s:%5$s]->(%3$s:Commit)"
                    .formatted(from.node(), idsKey, node, edge, from.types(Relationships.DEPLOYED)),
                Stream.concat(
                        from.dated(Relationships.DEPLOYED, edge).stream(),
                        Stream.of(
                            "%s.role = %2$s.role AND %3$s.repository = %2$s.repository"
                                .formatted(edge, from.node(), node)))
                    .toList(),
                Labels.COMMIT,
                true,
                false),
        List.of(OrderKey.ascending(Properties.ID)),
        Map.of(),
        false);
  }

  private static Connection commits(String key) {
    return new Connection(
        Labels.COMMIT,
        Source.identified(Labels.COMMIT, Expression.node(key)),
        DeploymentFields.COMMIT_ORDER,
        Map.of());
  }

  /// Binds what the newest commits of both sides touched, until there is enough.
  private static String touched(Scope from, int most) {
    return """
        UNWIND [[%1$s.shipped, 1, 0], [%1$s.withdrew, 0, 1]] AS side UNWIND side[0] AS xid \
        MATCH (x:Commit {id: xid})-[:TOUCHED]->(f:File) WITH f, side[1] AS came, side[2] AS went LIMIT %2$d"""
        .formatted(from.node(), most);
  }

  private static String fileCount(Scope scope) {
    return """
        CASE WHEN %1$s.shippedCount IS NULL THEN null ELSE head(COLLECT { %2$s \
        RETURN CASE WHEN count(*) > %3$d THEN null ELSE count(DISTINCT f) END }) END"""
        .formatted(scope.node(), touched(scope, MAX_TOUCHED + 1), MAX_TOUCHED);
  }

  private static Source.Match files(Scope from, String node, String edge) {
    return new Source.Match(
        """
        %1$s WITH f AS %2$s, f.path AS path, toLower(f.path) AS lower, sum(came) AS came, sum(went) AS went \
        WITH %2$s, {shipped: came, withdrew: went, kind: %4$s} AS %3$s"""
            .formatted(touched(from, MAX_TOUCHED), node, edge, FileKind.cypher()),
        List.of(),
        Labels.FILE,
        true,
        false);
  }

  private static EntityType changedFile() {
    return EntityType.named(CHANGED_FILE)
        .properties(Properties.PATH)
        .edgeProperties(Properties.KIND, "shipped", "withdrew")
        .build();
  }

  private static EntityType check() {
    return EntityType.named(CHECK_DIFFERENCE)
        .properties(Properties.STAGE, Properties.NAME)
        .field("a", found(Labels.CHECK, "aId"))
        .field("b", found(Labels.CHECK, "bId"))
        .build();
  }
}
