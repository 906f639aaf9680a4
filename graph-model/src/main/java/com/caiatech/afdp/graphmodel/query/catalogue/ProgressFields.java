package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.List;

/// How far taking in repositories and ledgers is.
final class ProgressFields {
  private static final String PROGRESS = "IntakeProgress";

  private ProgressFields() {}

  static List<EntityType> types() {
    return List.of(
        EntityType.named(PROGRESS)
            .properties(
                Properties.ACTIVITY,
                Properties.UNIT,
                Properties.DONE,
                Properties.TOTAL,
                Properties.RATE_PER_SECOND,
                Properties.STARTED_AT,
                Properties.LAST_MOVED_AT,
                Properties.ENDED_AT,
                Properties.WAITS_FOR)
            .field("secondsLeft", new Value(ProgressFields::secondsLeft))
            .build());
  }

  /// The intake of the object at hand that was told of last.
  static One progress() {
    return new One(
        PROGRESS, Source.lookup(Labels.PROGRESS, Properties.ID, ProgressFields::id), List.of());
  }

  /// A value of the intake `x` of the object at hand while it goes on.
  ///
  /// @param value may name the object's node by `%1$s`
  static String running(Scope scope, String value, String otherwise) {
    return "coalesce(head(COLLECT { MATCH (x:%s {id: %s}) WHERE x.endedAt IS NULL RETURN %s }), %s)"
        .formatted(Labels.PROGRESS, id(scope), value.formatted(scope.node()), otherwise);
  }

  private static String id(Scope scope) {
    return "'%sprogress:' + substring(%s.id, %d)"
        .formatted(Urns.PREFIX, scope.node(), Urns.PREFIX.length());
  }

  private static String secondsLeft(Scope scope) {
    return """
    CASE WHEN %1$s.endedAt IS NULL AND %1$s.ratePerSecond > 0 \
    THEN toInteger(ceil((%1$s.total - %1$s.done) / %1$s.ratePerSecond)) END\
    """
        .formatted(scope.node());
  }
}
