package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Same;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.schemas.soundness.FindingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is not proven of deployments: findings of the verdict on their records, each with its
/// deployment. There is no second judgement.
final class UnprovenFields {
  static final String UNPROVEN = "Unproven";

  /// What the field `kind` is made of.
  static final Expression KIND =
      scope -> "toUpper(replace(%s.%s, '-', '_'))".formatted(scope.node(), Properties.KIND);

  private static final List<String> KINDS =
      Stream.of(
              FindingKind.MISSING_APPROVAL,
              FindingKind.MISSING_CHECK,
              FindingKind.NO_RULE,
              FindingKind.NO_GO,
              FindingKind.UNNAMED_RECORD)
          .map(FindingKind::code)
          .toList();

  private static final List<OrderKey> BY_PLACE =
      List.of(OrderKey.ascending(Properties.VOLUME), OrderKey.oldest(Properties.INDEX));

  private UnprovenFields() {}

  static AsOf unproven() {
    return new AsOf(
        new Connection(UNPROVEN, UnprovenFields::findings, Orders.NEWEST_FINDINGS, Map.of()),
        false);
  }

  /// Binds the findings, and what leads to each from its deployment.
  private static Source.Match findings(Scope from, String node, String edge) {
    List<String> conditions =
        new ArrayList<>(
            List.of(
                "%s.%s IN %s".formatted(node, Properties.KIND, from.arguments().constant(KINDS)),
                "%s.%s IS NOT NULL".formatted(node, Properties.RECORDED_AT),
                "%s.%s IS NOT NULL".formatted(node, Properties.ID)));
    conditions.addAll(from.dated(Relationships.FOUND, edge));
    return new Source.Match(
        "MATCH (%s:%s)<-[%s:%s]-(:%s)"
            .formatted(
                node, Labels.VIOLATION, edge, from.types(Relationships.FOUND), Labels.DEPLOYMENT),
        conditions,
        Labels.VIOLATION,
        true,
        false);
  }

  static List<EntityType> types() {
    return List.of(
        EntityType.named(UNPROVEN)
            .properties(Properties.REASON, Properties.RECORDED_AT)
            .field("kind", new Value(KIND))
            .field(
                "deployment",
                new One(
                    Labels.DEPLOYMENT,
                    Source.in(Relationships.FOUND, Labels.DEPLOYMENT),
                    List.of()))
            .field("record", new One(Labels.RECORD, UnprovenFields::unnamed, BY_PLACE))
            .field("finding", new Same(Labels.VIOLATION))
            .build());
  }

  /// The record of the deployment whose path the reason names.
  private static Source.Match unnamed(Scope from, String node, String edge) {
    int path = FindingKind.UNNAMED.indexOf("%s");
    return Source.lookup(
            Labels.RECORD,
            Properties.SUBJECT_ID,
            scope ->
                "CASE %1$s.%2$s WHEN %3$s THEN split(%1$s.%4$s, ':')[3] END"
                    .formatted(
                        scope.node(),
                        Properties.KIND,
                        scope.arguments().constant(FindingKind.UNNAMED_RECORD.code()),
                        Properties.DEPLOYMENT))
        .where(
            (record, _) ->
                "%s.%s ENDS WITH %s + %s.%s + %s"
                    .formatted(
                        from.node(),
                        Properties.REASON,
                        from.arguments().constant(FindingKind.UNNAMED.substring(0, path)),
                        record,
                        Properties.PATH,
                        from.arguments().constant(FindingKind.UNNAMED.substring(path + 2))))
        .match(from, node, edge);
  }
}
