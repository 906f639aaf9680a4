package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.PathReading;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/// Reads what the graph has of entities, in a transaction that holds their subjects locked.
final class EntityReader {
  private static final String NOTES =
      """
      UNWIND $batch.rows AS row
      OPTIONAL MATCH (d:Deployment {id: row.id})
      OPTIONAL MATCH (i:Incident {id: row.id})
      OPTIONAL MATCH (a:AssertedDeployment {id: row.id})
      OPTIONAL MATCH (g:Registration {id: row.id})
      OPTIONAL MATCH (t:Annotation {id: row.id})
      OPTIONAL MATCH (q:SavedQuery {id: row.id})
      WITH row, coalesce(d, i, a, g, t, q) AS n
      RETURN row.place AS place, n IS NOT NULL AS exists,
             coalesce(n.irregular, false) AS irregular,
             CASE WHEN row.fed THEN n.since END AS since,
             CASE WHEN row.fed THEN coalesce(n.madeOf, []) ELSE [] END AS madeOf
      """;
  private static final String TAKEN =
      """
      MATCH (r:Record)
      WHERE r.recordId IN $batch.ids AND (r.verdict = 'trusted' OR r.believed IS NOT NULL)
      RETURN DISTINCT r.recordId AS id
      """;
  private static final String SOME =
      """
      MATCH (r:Record)
      WHERE r.id IN $batch.ids
      RETURN r {.id, .volume, .index, .path, .sha256, .recordedAt} AS record
      """;
  private static final String WHOLE =
      """
      MATCH (r:Record)
      WHERE r.subjectId IN $batch.subjects AND (r.verdict = 'trusted' OR r.believed IS NOT NULL)
        AND r.body IS NOT NULL
      RETURN r {.id, .volume, .index, .path, .sha256, .recordedAt, .believed} AS record
      """;

  private final TransactionContext transaction;
  private final KnownRecords known;

  EntityReader(TransactionContext transaction, KnownRecords known) {
    this.transaction = transaction;
    this.known = known;
  }

  /// Of these records' ids those of which another record counts or counted.
  Set<String> taken(Collection<String> recordIds) {
    Set<String> taken = new HashSet<>();
    transaction
        .run(TAKEN, Batch.of("ids", List.copyOf(recordIds)))
        .forEachRemaining(row -> taken.add(row.get("id").asString()));
    return taken;
  }

  /// What the nodes of the entities keep, with the records that it names.
  ///
  /// @param fed those whose states change; of the others the states are not read
  SortedMap<Entity, EntityNotes> notes(List<Entity> entities, Predicate<Entity> fed) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int place = 0; place < entities.size(); place++) {
      Entity entity = entities.get(place);
      rows.add(Map.of("place", place, "id", entity.urn(), "fed", fed.test(entity)));
    }
    List<Record> found = transaction.run(NOTES, Batch.of("rows", rows)).list();
    Set<String> named = new HashSet<>();
    found.forEach(row -> named.addAll(parts(row).values()));
    Map<String, SubjectRecord> records = named.isEmpty() ? Map.of() : some(named);
    SortedMap<Entity, EntityNotes> notes = new TreeMap<>();
    found.forEach(row -> notes.put(entities.get(row.get("place").asInt()), read(row, records)));
    return notes;
  }

  /// All records of the entities that count or counted, by place.
  Map<Entity, Map<SubjectRecord, BelievedRecord>> whole(List<Entity> entities) {
    Map<Entity, Map<SubjectRecord, BelievedRecord>> whole = new TreeMap<>();
    entities.forEach(entity -> whole.put(entity, new TreeMap<>(SubjectRecord.PLACE)));
    List<String> subjects =
        entities.stream().map(entity -> entity.subject().value()).distinct().toList();
    List<Value> nodes =
        transaction.run(WHOLE, Batch.of("subjects", subjects)).list(row -> row.get("record"));
    Map<String, LedgerRecord> records = known.at(transaction, nodes);
    for (Value node : nodes) {
      BelievedRecord record = believed(node, record(node, records));
      Entity.of(record.record()).map(whole::get).ifPresent(of -> of.put(record.record(), record));
    }
    return whole;
  }

  private Map<String, SubjectRecord> some(Set<String> ids) {
    List<Value> nodes =
        transaction.run(SOME, Batch.of("ids", List.copyOf(ids))).list(row -> row.get("record"));
    Map<String, LedgerRecord> known = this.known.at(transaction, nodes);
    Map<String, SubjectRecord> records = new HashMap<>();
    for (Value node : nodes) {
      records.put(node.get(Properties.ID).asString(), record(node, known));
    }
    return records;
  }

  private static EntityNotes read(Record row, Map<String, SubjectRecord> records) {
    Map<String, SubjectRecord> madeOf = new TreeMap<>();
    parts(row)
        .forEach(
            (part, id) -> {
              SubjectRecord record = records.get(id);
              if (record == null) {
                throw new GraphModelException.InconsistentGraph(
                    "Reading what an entity is made of: expected record "
                        + id
                        + " in the graph, found none; nothing was changed; rebuild the graph");
              }
              madeOf.put(part, record);
            });
    SubjectRecord last = madeOf.remove(EntityNotes.LAST);
    Value since = row.get("since");
    return new EntityNotes(
        row.get("exists").asBoolean(),
        row.get("irregular").asBoolean(),
        since.isNull() ? null : Instant.ofEpochMilli(since.asLong()),
        madeOf,
        last);
  }

  private static Map<String, String> parts(Record row) {
    Map<String, String> parts = new TreeMap<>();
    for (String note : row.get("madeOf").asList(Value::asString)) {
      int separator = note.indexOf(EntityNotes.SEPARATOR);
      parts.put(note.substring(0, separator), note.substring(separator + 1));
    }
    return parts;
  }

  private static BelievedRecord believed(Value node, SubjectRecord record) {
    Value believed = node.get(Properties.BELIEVED);
    return new BelievedRecord(
        record,
        believed.isNull()
            ? List.of(Interval.from(record.recordedAt()))
            : believed.asList(text -> Interval.parse(text.asString())));
  }

  private static SubjectRecord record(Value node, Map<String, LedgerRecord> records) {
    if (!(LedgerPath.read(node.get(Properties.PATH).asString()) instanceof PathReading.Good path)) {
      throw KnownRecords.inconsistent(node, "its path is none of a record");
    }
    return new SubjectRecord(
        new VolumeName(node.get(Properties.VOLUME).asString()),
        node.get(Properties.INDEX).asLong(),
        path.path().attempt(),
        Instant.ofEpochMilli(node.get(Properties.RECORDED_AT).asLong()),
        Objects.requireNonNull(records.get(node.get(Properties.ID).asString())));
  }
}
