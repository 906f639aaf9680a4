package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.graphmodel.schema.ViolationSources;
import java.util.List;

/// What proves: records, their signers, ledgers, and what was found wrong.
final class LedgerFields {
  private LedgerFields() {}

  static List<EntityType> types() {
    return List.of(record(), signingKey(), ledger(), violation());
  }

  /// The standing record with that record id: the first by its place in the ledger that counts; at
  /// another moment the one that stood for something then.
  static Source standingRecord(Expression recordId) {
    Source all = Source.lookup(Labels.RECORD, Properties.RECORD_ID, recordId);
    Source now =
        all.where(
                (node, edge) ->
                    "%s.%s = '%s'".formatted(node, Properties.VERDICT, Verdicts.TRUSTED))
            .where(
                (node, edge) ->
                    """
                    NOT EXISTS { MATCH (x:Record) WHERE x.recordId = %1$s.recordId \
                    AND x.verdict = 'trusted' AND (x.volume < %1$s.volume \
                    OR (x.volume = %1$s.volume AND x.index < %1$s.index)) }\
                    """
                        .formatted(node));
    return (from, node, edge) ->
        (from.isNow() ? now : all.where((record, _) -> stood(from, record)))
            .match(from, node, edge);
  }

  private static String stood(Scope from, String record) {
    return "EXISTS { MATCH (%s)<-[x:%s]-()%s }"
        .formatted(
            record,
            from.types(Relationships.EVIDENCED_BY),
            Scope.where(from.dated(Relationships.EVIDENCED_BY, "x")));
  }

  private static EntityType record() {
    return EntityType.named(Labels.RECORD, "record")
        .properties(
            Properties.RECORD_ID,
            Properties.SUBJECT_ID,
            Properties.KIND,
            Properties.SERIES,
            Properties.VOLUME,
            Properties.PATH,
            Properties.SHA256,
            Properties.INDEX,
            Properties.LEAF_HASH,
            Properties.HAPPENED_AT,
            Properties.RECORDED_AT,
            Properties.VERDICT,
            Properties.LEDGER_COMMIT,
            Properties.BODY)
        .field("signer", Catalogue.one(Labels.SIGNING_KEY, Relationships.SIGNED_BY))
        .build();
  }

  private static EntityType signingKey() {
    return EntityType.named(Labels.SIGNING_KEY, "key")
        .properties(Properties.FINGERPRINT, Properties.OWNER, Properties.ROLE)
        .build();
  }

  private static EntityType ledger() {
    return EntityType.named(Labels.LEDGER, "ledger")
        .properties(
            Properties.VOLUME,
            Properties.SERIES,
            Properties.SIZE,
            Properties.HEAD,
            Properties.ROOT,
            Properties.RECORDED_AT)
        .field("pending", new Value(LedgerFields::pending))
        .field("progress", ProgressFields.progress())
        .field("stopped", new Value(LedgerFields::stopped))
        .field("violationCount", new Value(LedgerFields::violationCount))
        .build();
  }

  /// How many entries its host holds beyond those that are projected, as far as that was seen.
  private static String pending(Scope scope) {
    return ProgressFields.running(
        scope, "CASE WHEN x.total > %1$s.size THEN x.total - %1$s.size ELSE 0 END", "0");
  }

  /// Whether an observer sees a fault at the volume's host that lasts.
  private static String stopped(Scope scope) {
    return "EXISTS { MATCH (x:%s) WHERE x.%s = %s.%s AND x.%s = '%s' AND x.%s IS NULL }"
        .formatted(
            Labels.VIOLATION,
            Properties.VOLUME,
            scope.node(),
            Properties.VOLUME,
            Properties.SOURCE,
            ViolationSources.OBSERVER,
            Properties.CURED_AT);
  }

  private static String violationCount(Scope scope) {
    return "COUNT { MATCH (x:%s) WHERE x.%s = %s.%s }"
        .formatted(Labels.VIOLATION, Properties.VOLUME, scope.node(), Properties.VOLUME);
  }

  private static EntityType violation() {
    return EntityType.named(Labels.VIOLATION, "violation")
        .properties(
            Properties.KIND,
            Properties.REASON,
            Properties.VOLUME,
            Properties.PATH,
            Properties.INDEX,
            Properties.LEDGER_COMMIT,
            Properties.COUNT,
            Properties.RECORDED_AT,
            Properties.CURED_AT)
        .field(
            Properties.SOURCE,
            new Value(
                scope ->
                    "coalesce(%s.%s, '%s')"
                        .formatted(scope.node(), Properties.SOURCE, ViolationSources.LEDGER)))
        .build();
  }
}
