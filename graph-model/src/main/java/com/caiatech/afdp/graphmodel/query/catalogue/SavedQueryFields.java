package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.List;
import java.util.Map;

/// The questions that people keep.
final class SavedQueryFields {
  private SavedQueryFields() {}

  static List<EntityType> types() {
    return List.of(
        EntityType.named(Labels.SAVED_QUERY, Urns.SAVED_QUERY)
            .properties(
                Properties.SAVED_QUERY_ID,
                Properties.NAME,
                Properties.PURPOSE,
                Properties.DOCUMENT,
                Properties.SAVED_AT,
                Properties.CHANGED_AT)
            .field(Properties.VARIABLES, listed(Properties.VARIABLES))
            .field(Properties.SHARED_WITH, listed(Properties.SHARED_WITH))
            .field("savedBy", Catalogue.one(Labels.PERSON, Relationships.SAVED_BY))
            .field("evidence", Catalogue.evidence())
            .build());
  }

  /// All of them, the newest first, with those that were withdrawn.
  static Connection all() {
    return new Connection(
        Labels.SAVED_QUERY,
        Source.listed(Labels.SAVED_QUERY, Properties.SAVED_AT, Properties.ID),
        Orders.NEWEST_SAVED_QUERIES,
        Map.of());
  }

  private static FieldDefinition listed(String property) {
    return new FieldDefinition.Value(
        scope -> "coalesce(%s.%s, [])".formatted(scope.state(), property));
  }
}
