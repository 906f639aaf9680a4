package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import java.util.List;
import java.util.Map;

/// Whether all that is said of a deployment holds together.
final class SoundnessFields {
  static final String SOUNDNESS = "Soundness";

  /// The verdict on a deployment's records; pending where there is none.
  static final Expression RECORDS =
      scope ->
          "coalesce(head(COLLECT { MATCH (%s)-[x:%s]->()%s RETURN x.%s }), '%s')"
              .formatted(
                  scope.node(),
                  scope.types(Relationships.JUDGED),
                  Scope.where(scope.dated(Relationships.JUDGED, "x")),
                  Properties.RECORDS,
                  SubjectVerdict.Records.PENDING);

  private SoundnessFields() {}

  static List<EntityType> types() {
    return List.of(
        EntityType.named(SOUNDNESS)
            .field("records", new Value(RECORDS))
            .field("sources", new Value(SoundnessFields::sources))
            .field("findings", findings())
            .build());
  }

  /// Unchecked while the tree and the sets of commits of a role were not compared, or cannot be for
  /// the previous commit is gone, or none is stated.
  private static String sources(Scope scope) {
    return """
        CASE WHEN %s'MISMATCH' } THEN '%s' WHEN %s['PENDING', 'VANISHED'] } THEN '%s' \
        WHEN %s } THEN '%s' ELSE '%s' END"""
        .formatted(
            stated(scope, Properties.RANGE_STATE + " = "),
            SourcesVerdict.State.CONTRADICT.name(),
            stated(scope, Properties.RANGE_STATE + " IN "),
            SourcesVerdict.State.UNCHECKED.name(),
            stated(scope, Properties.RANGE_STATE + " IS NOT NULL"),
            SourcesVerdict.State.AGREE.name(),
            SourcesVerdict.State.UNCHECKED.name());
  }

  /// The beginning of a test for a source that the deployment states and of which that holds.
  private static String stated(Scope scope, String condition) {
    List<String> dated = scope.dated(Relationships.DEPLOYED, "x");
    return "EXISTS { MATCH (%s)-[x:%s]->() WHERE %sx.%s"
        .formatted(
            scope.node(),
            scope.types(Relationships.DEPLOYED),
            dated.isEmpty() ? "" : dated.getFirst() + " AND ",
            condition);
  }

  private static Many findings() {
    return new Many(
        Labels.VIOLATION,
        Source.out(Relationships.FOUND, Labels.VIOLATION),
        List.of(
            OrderKey.ascending(Properties.KIND),
            OrderKey.ascending(Properties.REASON),
            OrderKey.ascending(Properties.ID)),
        Map.of(),
        false);
  }
}
