package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.neo4j.driver.TransactionContext;

/// Writes a {@link FactDifference} in a transaction: one statement for each kind that occurs, rows
/// sorted by key, at most {@value #MAX_ROWS} rows a statement.
final class FactWriter {
  private static final int MAX_ROWS = 1000;

  private static final Map<EdgeKind, String> FORGET_RANGES =
      Map.of(
          EdgeKind.DEPLOYED, forgetRanges(Labels.DEPLOYMENT),
          EdgeKind.ASSERTED_DEPLOYED, forgetRanges(Labels.ASSERTED_DEPLOYMENT));
  private static final Map<EdgeKind, List<String>> END_RANGES =
      Map.of(
          EdgeKind.DEPLOYED, endRanges(Labels.DEPLOYMENT),
          EdgeKind.ASSERTED_DEPLOYED, endRanges(Labels.ASSERTED_DEPLOYMENT));
  private static final String FORGET_MISMATCHES =
      """
      UNWIND $batch.rows AS row
      MATCH (v:Violation {deployment: row.from, role: row.key})
      WHERE v.kind IN ['range-mismatch', 'previous-vanished']
      DETACH DELETE v
      """;

  /// Nodes that only exist because something referred to them, and nothing does any more.
  private static final List<String> FORGET_ORPHANS =
      List.of(
          "UNWIND $batch.ids AS id MATCH (n:Service {id: id}) WHERE NOT EXISTS { (n)--() } DELETE"
              + " n",
          "UNWIND $batch.ids AS id MATCH (n:Environment {id: id}) WHERE NOT EXISTS { (n)--() }"
              + " DELETE n",
          "UNWIND $batch.ids AS id MATCH (n:Person {id: id}) WHERE NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $batch.ids AS id MATCH (n:Team {id: id}) WHERE NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $batch.ids AS id MATCH (n:Repository {id: id})"
              + " WHERE n.heads IS NULL AND NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $batch.ids AS id MATCH (n:Commit {id: id}) WHERE NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $batch.ids AS id MATCH (n:Deployment {id: id})"
              + " WHERE n.status IS NULL AND NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $batch.ids AS id MATCH (n:AssertedDeployment {id: id})"
              + " WHERE n.status IS NULL AND NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $batch.ids AS id MATCH (n:Incident {id: id})"
              + " WHERE n.phase IS NULL AND NOT EXISTS { (n)--() } DELETE n");

  private final TransactionContext transaction;

  FactWriter(TransactionContext transaction) {
    this.transaction = transaction;
  }

  void write(FactDifference difference) {
    List<String> undeployed = undeployed(difference.removals());
    if (!undeployed.isEmpty()) {
      DeployedHistory.hold(transaction, undeployed);
    }
    Rows removals = Rows.of(difference.removals());
    removals.edges.forEach(this::remove);
    removals.nodes.forEach((kind, rows) -> run(kind.delete(), rows));
    DeployedHistory.unmark(transaction, undeployed);
    Rows.of(difference.endings()).edges.forEach(this::end);
    Rows upserts = Rows.of(difference.upserts());
    upserts.nodes.forEach((kind, rows) -> run(kind.upsert(), rows));
    upserts.edges.forEach((kind, rows) -> run(kind.kind().upsert(kind.ended()), rows));
    if (!difference.removals().isEmpty()) {
      forgetOrphans(difference.removals());
    }
  }

  private void remove(DatedKind kind, List<Map<String, Object>> rows) {
    String forgetRanges = FORGET_RANGES.get(kind.kind());
    if (forgetRanges != null) {
      run(forgetRanges, rows);
      run(FORGET_MISMATCHES, rows);
    }
    run(kind.kind().delete(kind.ended()), rows);
  }

  /// What was shipped and withdrawn is dated by the manifest that says so.
  private void end(DatedKind kind, List<Map<String, Object>> rows) {
    END_RANGES.getOrDefault(kind.kind(), List.of()).forEach(statement -> run(statement, rows));
    run(kind.kind().end(), rows);
  }

  private static String forgetRanges(String label) {
    return """
    UNWIND $batch.rows AS row
    MATCH (d:%s {id: row.from})
          -[r:SHIPPED|WITHDREW|SHIPPED_WAS|WITHDREW_WAS {role: row.key, since: row.since}]->()
    DELETE r
    """
        .formatted(label);
  }

  private static List<String> endRanges(String label) {
    return List.of(endRange(label, Relationships.SHIPPED), endRange(label, Relationships.WITHDREW));
  }

  private static String endRange(String label, String type) {
    return """
    UNWIND $batch.rows AS row
    MATCH (d:%s {id: row.from})
          -[r:%s {role: row.key, since: row.since}]->(c:Commit)
    CREATE (d)-[w:%s]->(c)
    SET w = properties(r), w.until = row.until
    DELETE r
    """
        .formatted(label, type, Relationships.was(type));
  }

  /// The commits of which a deployment no longer says the same.
  private static List<String> undeployed(List<Fact> removals) {
    return removals.stream()
        .filter(Fact.Edge.class::isInstance)
        .map(Fact.Edge.class::cast)
        .filter(edge -> edge.kind().saysWhatWasDeployed())
        .map(Fact.Edge::to)
        .distinct()
        .toList();
  }

  private void forgetOrphans(List<Fact> removals) {
    TreeSet<String> candidates = new TreeSet<>();
    for (Fact removal : removals) {
      switch (removal) {
        case Fact.Node node -> candidates.add(node.id());
        case Fact.Edge edge -> {
          candidates.add(edge.from());
          candidates.add(edge.to());
        }
      }
    }
    Map<String, Object> parameters = Batch.of("ids", List.copyOf(candidates));
    FORGET_ORPHANS.forEach(statement -> transaction.run(statement, parameters).consume());
  }

  private void run(String statement, List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += MAX_ROWS) {
      List<Map<String, Object>> chunk = rows.subList(from, Math.min(from + MAX_ROWS, rows.size()));
      transaction.run(statement, Batch.of("rows", chunk)).consume();
    }
  }

  /// A kind of relationship that is believed, or no longer.
  private record DatedKind(EdgeKind kind, boolean ended) implements Comparable<DatedKind> {
    private static final Comparator<DatedKind> ORDER =
        Comparator.comparing(DatedKind::kind).thenComparing(DatedKind::ended);

    @Override
    public int compareTo(DatedKind other) {
      return ORDER.compare(this, other);
    }
  }

  /// Facts as rows of parameters, by kind in the order of the enumerations.
  private static final class Rows {
    private final Map<NodeKind, List<Map<String, Object>>> nodes = new EnumMap<>(NodeKind.class);
    private final SortedMap<DatedKind, List<Map<String, Object>>> edges = new TreeMap<>();

    static Rows of(List<? extends Fact> facts) {
      Rows rows = new Rows();
      for (Fact fact : facts) {
        switch (fact) {
          case Fact.Node node ->
              rows.nodes
                  .computeIfAbsent(node.kind(), ignored -> new ArrayList<>())
                  .add(Map.of("id", node.id(), "properties", node.properties()));
          case Fact.Edge edge ->
              rows.edges
                  .computeIfAbsent(
                      new DatedKind(edge.kind(), edge.ended()), ignored -> new ArrayList<>())
                  .add(row(edge));
        }
      }
      return rows;
    }

    private static Map<String, Object> row(Fact.Edge edge) {
      return Map.of(
          "from", edge.from(),
          "to", edge.to(),
          "key", edge.key(),
          "since", edge.since(),
          "until", edge.properties().getOrDefault(Properties.UNTIL, ""),
          "properties", edge.properties(),
          "target", edge.target());
    }
  }
}
