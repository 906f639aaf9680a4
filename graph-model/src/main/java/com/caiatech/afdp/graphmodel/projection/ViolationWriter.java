package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.neo4j.driver.TransactionContext;

/// Writes what is or was wrong with entries, each as an interval in recorded time.
final class ViolationWriter {
  private static final String WRITE =
      """
      UNWIND $batch.rows AS row
      MATCH (r:Record {id: row.record})
      MERGE (v:Violation {id: row.properties.id})
      SET v = row.properties
      MERGE (v)-[:ABOUT]->(r)
      """;
  private static final String FORGET =
      """
      UNWIND $batch.records AS record
      MATCH (v:Violation {verdict: true})-[:ABOUT]->(:Record {id: record})
      DETACH DELETE v
      """;

  private static final String FORGET_CONTESTED =
      """
      UNWIND $batch.records AS record
      MATCH (v:Violation {kind: $kind})-[:ABOUT]->(:Record {id: record})
      DETACH DELETE v
      """;
  private static final String CONTEST =
      """
      UNWIND $batch.rows AS row
      MATCH (r:Record {id: row.record})
      CREATE (v:Violation)
      SET v = row.properties, v.ledgerCommit = r.ledgerCommit
      CREATE (v)-[:ABOUT]->(r)
      """;
  private static final String COUNT_EMPTY =
      """
      UNWIND $batch.rows AS row
      MERGE (v:Violation {id: row.properties.id})
      ON CREATE SET v = row.properties, v.count = row.count
      ON MATCH SET v.count = v.count + row.count
      """;
  private static final String DATE_EMPTY =
      """
      UNWIND $batch.rows AS row
      MATCH (v:Violation {id: row.properties.id})
      SET v.recordedAt = row.properties.recordedAt
      """;
  private static final String OBSERVE =
      "UNWIND $batch.rows AS row MERGE (v:Violation {id: row.id}) SET v = row";

  private ViolationWriter() {}

  static void write(TransactionContext transaction, List<ProjectedEntry> entries) {
    List<Map<String, Object>> rows = new ArrayList<>();
    entries.forEach(entry -> addRows(rows, entry));
    if (!rows.isEmpty()) {
      transaction.run(WRITE, Batch.of("rows", rows)).consume();
    }
  }

  /// Writes them anew for entries that were judged anew.
  static void replace(TransactionContext transaction, List<ProjectedEntry> entries) {
    List<String> records = entries.stream().map(ProjectedEntry::urn).toList();
    transaction.run(FORGET, Batch.of("records", records)).consume();
    write(transaction, entries);
  }

  /// Writes anew what is contested.
  ///
  /// @return how many records are contested by one by which they were not
  static int contest(TransactionContext transaction, EntityChanges changes) {
    Set<Contest> before = changes.contestedBefore();
    if (!before.isEmpty()) {
      List<String> records =
          before.stream().map(it -> urn(it.record())).distinct().sorted().toList();
      transaction
          .run(
              FORGET_CONTESTED,
              Map.of(Batch.NAME, Batch.list("records", records), "kind", Contest.kind()))
          .consume();
    }
    List<Map<String, Object>> rows = contested(changes.contested());
    if (!rows.isEmpty()) {
      transaction.run(CONTEST, Batch.of("rows", rows)).consume();
    }
    Set<String> known = before.stream().map(Contest::reason).collect(Collectors.toSet());
    return (int)
        changes.contested().stream()
            .map(Contest::reason)
            .distinct()
            .filter(reason -> !known.contains(reason))
            .count();
  }

  private static List<Map<String, Object>> contested(Set<Contest> contests) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<String, Integer> times = new HashMap<>();
    for (Contest it : contests.stream().sorted(Contest.ORDER).toList()) {
      SubjectRecord record = it.record();
      int nth = times.merge(urn(record), 1, Integer::sum);
      PropertyMap properties =
          new PropertyMap()
              .with(
                  Properties.ID,
                  Urns.violation(record.volume(), place(record.index(), nth), Contest.kind()))
              .with(Properties.KIND, Contest.kind())
              .with(Properties.REASON, it.reason())
              .with(Properties.VOLUME, record.volume().value())
              .with(Properties.PATH, record.standing().path())
              .with(Properties.INDEX, record.index())
              .with(Properties.RECORDED_AT, it.during().since())
              .with(Properties.CURED_AT, it.during().until());
      rows.add(Map.of("record", urn(record), "properties", properties.toMap()));
    }
    return rows;
  }

  private static String urn(SubjectRecord record) {
    return Urns.record(record.volume(), record.index());
  }

  /// The place of an entry in the id of the nth violation of its kind.
  private static String place(long index, int nth) {
    return nth == 1 ? Long.toString(index) : index + "." + nth;
  }

  /// Adds commits that the graph does not know of yet.
  static void count(TransactionContext transaction, List<EmptyCommits> commits) {
    run(transaction, COUNT_EMPTY, commits);
  }

  /// Dates commits that the graph knows of anew.
  static void date(TransactionContext transaction, List<EmptyCommits> commits) {
    run(transaction, DATE_EMPTY, commits);
  }

  /// Writes what an observer saw, whether the graph knows of it or not.
  static void observe(TransactionContext transaction, List<Observation> observations) {
    List<Map<String, Object>> rows = observations.stream().map(Observation::properties).toList();
    transaction.run(OBSERVE, Batch.of("rows", rows)).consume();
  }

  private static void run(
      TransactionContext transaction, String statement, List<EmptyCommits> commits) {
    if (!commits.isEmpty()) {
      List<Map<String, Object>> rows =
          commits.stream()
              .map(
                  run ->
                      Map.<String, Object>of(
                          "properties", run.properties(), Properties.COUNT, run.count()))
              .toList();
      transaction.run(statement, Batch.of("rows", rows)).consume();
    }
  }

  private static void addRows(List<Map<String, Object>> rows, ProjectedEntry entry) {
    Map<String, Integer> times = new HashMap<>();
    for (ProjectedEntry.Violation violation : entry.violations()) {
      int nth = times.merge(violation.kind(), 1, Integer::sum);
      PropertyMap properties =
          new PropertyMap()
              .with(
                  Properties.ID,
                  Urns.violation(entry.volume(), place(entry.index(), nth), violation.kind()))
              .with(Properties.KIND, violation.kind())
              .with(Properties.REASON, violation.reason())
              .with(Properties.VOLUME, entry.volume().value())
              .with(Properties.PATH, entry.path())
              .with(Properties.INDEX, entry.index())
              .with(Properties.LEDGER_COMMIT, entry.ledgerCommit().value())
              .with(Properties.RECORDED_AT, violation.from())
              .with(Properties.CURED_AT, violation.until())
              .with(Properties.VERDICT, true);
      rows.add(Map.of("record", entry.urn(), "properties", properties.toMap()));
    }
  }
}
