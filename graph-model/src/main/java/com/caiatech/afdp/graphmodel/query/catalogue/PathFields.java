package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AnyOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Searched;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Paths between things, as {@link com.caiatech.afdp.graphmodel.path.PathSearch} found them: maps,
/// whose things and records are found by their ids.
final class PathFields {
  private static final String PATHS = "Paths";
  private static final String PATH = "Path";
  private static final String CONNECTION = "ReachableConnection";
  private static final String EDGE = "ReachableEdge";
  private static final String PAGE_INFO = "PageInfo";
  private static final String HOP = "PathHop";
  private static final String RELATIONSHIP = "PathRelationship";

  private PathFields() {}

  static List<EntityType> types() {
    return List.of(found(), path(), hop(), relationship(), connection(), edge(), page());
  }

  static AsOf paths() {
    return new AsOf(
        new Searched(
            PATHS,
            Set.of(
                "from",
                "to",
                "maxDepth",
                "maxPaths",
                "via",
                "through",
                "excluding",
                "relationships",
                "shortestOnly",
                "directed")),
        false);
  }

  static AsOf reachable() {
    return new AsOf(
        new Searched(
            CONNECTION,
            Set.of(
                "from",
                "kinds",
                "direction",
                "maxDepth",
                "through",
                "excluding",
                "relationships",
                FieldDefinition.FIRST,
                FieldDefinition.Connection.AFTER)),
        false);
  }

  private static EntityType connection() {
    return EntityType.named(CONNECTION)
        .properties("truncatedAtDepth", "truncatedBy", "excludedKinds", "expansions")
        .field("edges", Catalogue.listed(EDGE, "edges"))
        .field(
            "pageInfo",
            new FieldDefinition.One(
                PAGE_INFO, Source.elements(Expression.node("pages")), List.of()))
        .build();
  }

  private static EntityType edge() {
    return EntityType.named(EDGE)
        .properties("cursor")
        .field("distance", new FieldDefinition.Value(Expression.node("length")))
        .field("node", new AnyOf(Expression.node("nodeId"), Expression.node("nodeType")))
        .field("path", new FieldDefinition.Same(PATH))
        .build();
  }

  private static EntityType page() {
    return EntityType.named(PAGE_INFO)
        .properties(FieldDefinition.Connection.PAGE_FIELDS.toArray(String[]::new))
        .build();
  }

  private static EntityType found() {
    return EntityType.named(PATHS)
        .properties("exhausted", "truncatedAtDepth", "truncatedBy", "excludedKinds", "expansions")
        .field("paths", Catalogue.listed(PATH, "paths"))
        .build();
  }

  private static EntityType path() {
    return EntityType.named(PATH)
        .properties("length")
        .field("hops", Catalogue.listed(HOP, "hops"))
        .build();
  }

  private static EntityType hop() {
    return EntityType.named(HOP)
        .field("from", new AnyOf(Expression.node("fromId"), Expression.node("fromType")))
        .field("to", new AnyOf(Expression.node("toId"), Expression.node("toType")))
        .field("relationships", Catalogue.listed(RELATIONSHIP, "relationships"))
        .build();
  }

  private static EntityType relationship() {
    return EntityType.named(RELATIONSHIP)
        .properties(
            "type",
            "direction",
            Properties.SINCE,
            Properties.ROLE,
            Properties.IN_SCOPE,
            Properties.WEIGHT,
            Properties.N,
            Properties.CHANGE,
            Properties.RENAMED_FROM,
            Properties.ADDED,
            Properties.DELETED,
            Properties.METHOD,
            Properties.CONFIDENCE,
            Properties.ASSERTED_BY)
        .field(
            "evidence",
            new Many(
                Labels.RECORD,
                LedgerFields.standingRecord(Expression.node(Properties.EVIDENCE)),
                Catalogue.RECORD_ORDER,
                Map.of(),
                false))
        .build();
  }
}
