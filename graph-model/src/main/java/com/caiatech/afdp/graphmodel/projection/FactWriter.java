package com.caiatech.afdp.graphmodel.projection;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.neo4j.driver.TransactionContext;

/// Writes a {@link FactDifference} in a transaction: one statement for each kind that occurs, rows
/// sorted by key, at most {@value #MAX_ROWS} rows a statement.
final class FactWriter {
  private static final int MAX_ROWS = 1000;

  private static final String FORGET_RANGES =
      """
      UNWIND $rows AS row
      MATCH (d:Deployment {id: row.from})-[r:SHIPPED|WITHDREW {role: row.key}]->()
      DELETE r
      """;
  private static final String FORGET_MISMATCHES =
      """
      UNWIND $rows AS row
      MATCH (v:Violation {kind: 'range-mismatch', deployment: row.from, role: row.key})
      DETACH DELETE v
      """;

  /// Nodes that only exist because something referred to them, and nothing does any more.
  private static final List<String> FORGET_ORPHANS =
      List.of(
          "UNWIND $ids AS id MATCH (n:Service {id: id}) WHERE NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $ids AS id MATCH (n:Environment {id: id}) WHERE NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $ids AS id MATCH (n:Person {id: id}) WHERE NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $ids AS id MATCH (n:Commit {id: id}) WHERE NOT EXISTS { (n)--() } DELETE n",
          "UNWIND $ids AS id MATCH (n:Deployment {id: id})"
              + " WHERE n.status IS NULL AND NOT EXISTS { (n)--() } DELETE n");

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
    removals.edges.forEach(
        (kind, rows) -> {
          if (kind == EdgeKind.DEPLOYED) {
            run(FORGET_RANGES, rows);
            run(FORGET_MISMATCHES, rows);
          }
          run(kind.delete(), rows);
        });
    removals.nodes.forEach((kind, rows) -> run(kind.delete(), rows));
    DeployedHistory.unmark(transaction, undeployed);
    Rows upserts = Rows.of(difference.upserts());
    upserts.nodes.forEach((kind, rows) -> run(kind.upsert(), rows));
    upserts.edges.forEach((kind, rows) -> run(kind.upsert(), rows));
    if (!difference.removals().isEmpty()) {
      forgetOrphans(difference.removals());
    }
  }

  /// The commits of which a deployment no longer says the same.
  private static List<String> undeployed(List<Fact> removals) {
    return removals.stream()
        .filter(Fact.Edge.class::isInstance)
        .map(Fact.Edge.class::cast)
        .filter(edge -> edge.kind() == EdgeKind.DEPLOYED)
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
    Map<String, Object> parameters = Map.of("ids", List.copyOf(candidates));
    FORGET_ORPHANS.forEach(statement -> transaction.run(statement, parameters).consume());
  }

  private void run(String statement, List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += MAX_ROWS) {
      List<Map<String, Object>> chunk = rows.subList(from, Math.min(from + MAX_ROWS, rows.size()));
      transaction.run(statement, Map.of("rows", chunk)).consume();
    }
  }

  /// Facts as rows of parameters, by kind in the order of the enumerations.
  private static final class Rows {
    private final Map<NodeKind, List<Map<String, Object>>> nodes = new EnumMap<>(NodeKind.class);
    private final Map<EdgeKind, List<Map<String, Object>>> edges = new EnumMap<>(EdgeKind.class);

    static Rows of(List<Fact> facts) {
      Rows rows = new Rows();
      for (Fact fact : facts) {
        switch (fact) {
          case Fact.Node node ->
              rows.nodes
                  .computeIfAbsent(node.kind(), ignored -> new ArrayList<>())
                  .add(Map.of("id", node.id(), "properties", node.properties()));
          case Fact.Edge edge ->
              rows.edges
                  .computeIfAbsent(edge.kind(), ignored -> new ArrayList<>())
                  .add(
                      Map.of(
                          "from", edge.from(),
                          "to", edge.to(),
                          "key", edge.key(),
                          "properties", edge.properties(),
                          "target", edge.target()));
        }
      }
      return rows;
    }
  }
}
