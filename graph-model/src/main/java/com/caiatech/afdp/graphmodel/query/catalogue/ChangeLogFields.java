package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.change.ChangeLogQuery;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import java.util.Map;

/// The change log of a deployment: maps that {@link ChangeLogQuery} gives, whose people and commits
/// are found by their ids.
final class ChangeLogFields {
  private static final String LOG = "ChangeLog";
  private static final String GROUP = "ChangeLogGroup";
  private static final String AUTHOR = "ChangeLogAuthor";

  private ChangeLogFields() {}

  static List<EntityType> types() {
    return List.of(log(), group(), author());
  }

  /// The field of a deployment, whose node is the edge of its change log.
  static One changeLog() {
    return new One(LOG, ChangeLogFields::read, List.of());
  }

  private static Source.Match read(Scope from, String node, String edge) {
    String subquery =
        ChangeLogQuery.subquery(
            from.node(),
            from.types(Relationships.SHIPPED),
            from.dated(Relationships.SHIPPED, "shipped"),
            from.arguments()::constant,
            node);
    String ranges =
        "COLLECT { MATCH (%s)-[x:%s]->(:Commit)%s RETURN x.rangeState }"
            .formatted(
                from.node(),
                from.types(Relationships.DEPLOYED),
                Scope.where(from.dated(Relationships.DEPLOYED, "x")));
    return new Source.Match(
        "%s WITH %s, {ranges: %s} AS %s".formatted(subquery, node, ranges, edge),
        List.of(),
        "",
        true,
        false);
  }

  private static EntityType log() {
    return EntityType.named(LOG)
        .properties("commitCount", "truncated")
        .field(
            "complete",
            new Value(
                scope ->
                    "(NOT %s.truncated AND all(x IN %s.ranges WHERE x = 'COMPLETE'))"
                        .formatted(scope.node(), scope.edge())))
        .field("groups", Catalogue.listed(GROUP, "groups"))
        .build();
  }

  private static EntityType group() {
    return EntityType.named(GROUP)
        .properties(
            Properties.TYPE,
            Properties.COUNT,
            Properties.BREAKING,
            "fileKinds",
            Properties.ISSUE_KEYS)
        .field("authors", Catalogue.listed(AUTHOR, "authors"))
        .build();
  }

  private static EntityType author() {
    return EntityType.named(AUTHOR)
        .properties(Properties.COUNT)
        .field(
            "person",
            new One(
                Labels.PERSON,
                Source.lookup(Labels.PERSON, Properties.ID, Expression.node(Properties.PERSON_ID)),
                List.of()))
        .field(
            "commits",
            new Many(
                Labels.COMMIT,
                Source.identified(Labels.COMMIT, Expression.node("commits")),
                DeploymentFields.COMMIT_ORDER.keys(),
                Map.of(),
                true))
        .build();
  }
}
