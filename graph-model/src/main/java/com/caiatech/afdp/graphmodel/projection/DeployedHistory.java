package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Batch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.neo4j.driver.TransactionContext;

/// Keeps the mark on commits that were deployed or are ancestors of such: the history that belongs
/// to the facts, apart from whatever else some branch of a repository once held.
///
/// A commit is marked from the moment on when the range of its deployment was compared with the
/// repository, for then all its ancestors are in the graph. So the ancestors of a marked commit are
/// marked, and both ways to change the mark cost what they change. Whoever changes it holds the
/// commits' repository, so that neither sees what the other has done by half.
public final class DeployedHistory {
  private static final String HOLD =
      """
      UNWIND $batch.ids AS id
      MATCH (:Commit {id: id})-[:IN_REPOSITORY]->(r:Repository)
      WITH DISTINCT r ORDER BY r.id
      SET r.taken = true REMOVE r.taken
      """;
  private static final String MARK =
      """
      MATCH (deployed:Commit {id: $id})
      WHERE deployed.size IS NOT NULL AND deployed.deployed IS NULL
      MATCH (deployed) (()-[:PARENT]->(c WHERE c.deployed IS NULL))* (ancestor)
      WITH DISTINCT ancestor
      SET ancestor.deployed = true
      """;

  /// Of the given commits those that nothing holds any more lose the mark, and with each those of
  /// its ancestors that have no other child and were never deployed. The parents of all these are
  /// looked at next.
  private static final String UNMARK =
      """
      UNWIND $batch.ids AS id
      MATCH (top:Commit {id: id, deployed: true})
      WHERE NOT EXISTS { (top)<-[:PARENT]-(:Commit {deployed: true}) }
        AND NOT EXISTS { (top)<-[d:DEPLOYED|DEPLOYED_WAS]-() WHERE d.rangeState <> $pending }
      MATCH (top)
            (()-[:PARENT]->(c WHERE COUNT { (c)<-[:PARENT]-() } = 1
                                AND NOT EXISTS { (c)<-[:DEPLOYED|DEPLOYED_WAS]-() }))*
            (lost)
      WITH collect(DISTINCT lost) AS all
      FOREACH (lost IN all | REMOVE lost.deployed)
      WITH all
      UNWIND all AS lost
      MATCH (lost)-[:PARENT]->(parent:Commit {deployed: true})
      RETURN DISTINCT parent.id AS id
      """;

  private DeployedHistory() {}

  /// Holds the repositories of the commits until the transaction ends. To be called before the
  /// transaction changes what was deployed.
  public static void hold(TransactionContext transaction, Collection<String> commits) {
    transaction.run(HOLD, Batch.of("ids", sorted(commits))).consume();
  }

  /// Marks a commit whose deployment's range is compared, and its ancestors. Commits that are
  /// marked already end the walk.
  public static void mark(TransactionContext transaction, String commit) {
    transaction.run(MARK, Map.of("id", commit)).consume();
  }

  /// Takes the mark from the commits, and from their ancestors, as far as no deployment that is
  /// left holds them.
  static void unmark(TransactionContext transaction, Collection<String> commits) {
    List<String> candidates = sorted(commits);
    while (!candidates.isEmpty()) {
      Map<String, Object> parameters =
          Map.of(Batch.NAME, Batch.list("ids", candidates), "pending", RangeState.PENDING.name());
      candidates =
          sorted(transaction.run(UNMARK, parameters).list(row -> row.get("id").asString()));
    }
  }

  private static List<String> sorted(Collection<String> ids) {
    return List.copyOf(new TreeSet<>(ids));
  }
}
