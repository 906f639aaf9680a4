package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.TransactionContext;

/// Writes what is or was wrong with entries, each as an interval in recorded time.
final class ViolationWriter {
  private static final String WRITE =
      """
      UNWIND $rows AS row
      MATCH (r:Record {id: row.record})
      MERGE (v:Violation {id: row.properties.id})
      SET v = row.properties
      MERGE (v)-[:ABOUT]->(r)
      """;
  private static final String FORGET =
      """
      UNWIND $records AS record
      MATCH (v:Violation {verdict: true})-[:ABOUT]->(:Record {id: record})
      DETACH DELETE v
      """;

  private static final String COUNT_EMPTY =
      """
      UNWIND $rows AS row
      MERGE (v:Violation {id: row.properties.id})
      ON CREATE SET v = row.properties, v.count = row.count
      ON MATCH SET v.count = v.count + row.count
      """;
  private static final String DATE_EMPTY =
      """
      UNWIND $rows AS row
      MATCH (v:Violation {id: row.properties.id})
      SET v.recordedAt = row.properties.recordedAt
      """;
  private static final String OBSERVE =
      "UNWIND $rows AS row MERGE (v:Violation {id: row.id}) SET v = row";

  private ViolationWriter() {}

  static void write(TransactionContext transaction, List<ProjectedEntry> entries) {
    List<Map<String, Object>> rows = new ArrayList<>();
    entries.forEach(entry -> addRows(rows, entry));
    if (!rows.isEmpty()) {
      transaction.run(WRITE, Map.of("rows", rows)).consume();
    }
  }

  /// Writes them anew for entries that were judged anew.
  static void replace(TransactionContext transaction, List<ProjectedEntry> entries) {
    List<String> records = entries.stream().map(ProjectedEntry::urn).toList();
    transaction.run(FORGET, Map.of("records", records)).consume();
    write(transaction, entries);
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
    transaction.run(OBSERVE, Map.of("rows", rows)).consume();
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
      transaction.run(statement, Map.of("rows", rows)).consume();
    }
  }

  private static void addRows(List<Map<String, Object>> rows, ProjectedEntry entry) {
    Map<String, Integer> times = new HashMap<>();
    for (ProjectedEntry.Violation violation : entry.violations()) {
      int nth = times.merge(violation.kind(), 1, Integer::sum);
      String place = nth == 1 ? Long.toString(entry.index()) : entry.index() + "." + nth;
      PropertyMap properties =
          new PropertyMap()
              .with(Properties.ID, Urns.violation(entry.volume(), place, violation.kind()))
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
