package com.caiatech.afdp.graphmodel.difference;

import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Value;

/// The commits of one repository as far as a search has read them: each once, however many services
/// lie in the repository. Used by one thread in one transaction.
final class CommitHistory {
  /// The most generations that one statement reads.
  static final int MAX_GENERATIONS = 512;

  private final SimpleQueryRunner transaction;
  private final String prefix;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Long> clocks = new HashMap<>();

  /// @param repository its name
  CommitHistory(SimpleQueryRunner transaction, String repository) {
    this.transaction = transaction;
    this.prefix = Urns.PREFIX + "commit:" + repository + ":";
  }

  /// A commit that was looked at.
  ///
  /// @param projected whether the projection has read it; else nothing is known of its parents
  /// @param parents their SHAs
  record Node(boolean projected, List<String> parents) {
    Node {
      parents = List.copyOf(parents);
    }
  }

  /// The commit, or null where it was not looked at.
  @Nullable Node node(String sha) {
    return nodes.get(sha);
  }

  /// The time that the committer claims, in epoch milliseconds; null where it claims none, or
  /// nothing is known of it.
  @Nullable Long clock(String sha) {
    return clocks.get(sha);
  }

  /// The commit's global id.
  String id(String sha) {
    return prefix + sha;
  }

  /// Notes what is known of a commit before it is looked at.
  void note(String sha, @Nullable Long clock) {
    if (clock != null) {
      clocks.put(sha, clock);
    }
  }

  /// Looks at commits and their ancestors, generation by generation.
  ///
  /// @param generations how many of them, rounded down to a power of two
  /// @param most how many commits at most
  /// @return how many relationships to parents were looked at; of a commit without any, one
  int read(Collection<String> shas, int generations, int most) {
    Map<String, Object> parameters =
        Map.of(
            Batch.NAME,
            Batch.list("ids", shas.stream().map(this::id).sorted().toList()),
            "limit",
            (long) most);
    int read = 0;
    for (Record row : transaction.run(reading(generations), parameters).list()) {
      List<String> parents = new ArrayList<>();
      for (Value parent : row.get("parents").values()) {
        parents.add(parent.get(0).asString());
        note(parent.get(0).asString(), moment(parent.get(1)));
      }
      String sha = row.get("sha").asString();
      note(sha, moment(row.get("at")));
      nodes.put(sha, new Node(row.get("projected").asBoolean(), parents));
      read += Math.max(1, parents.size());
    }
    return read;
  }

  private static @Nullable Long moment(Value value) {
    return value.isNull() ? null : value.asLong();
  }

  /// The statement that looks at commits and so many generations of their ancestors. A commit
  /// counts once, so the database walks each relationship once for each of the given commits.
  static String reading(int generations) {
    return """
        UNWIND $batch.ids AS id
        MATCH (c:Commit {id: id}) USING INDEX SEEK c:Commit(id)
        MATCH (c)-[:PARENT*0..%1$d]->(x:Commit)
        WITH DISTINCT x LIMIT $limit
        RETURN x.%2$s AS sha, x.%3$s AS at, x.%4$s IS NOT NULL AS projected,
               COLLECT { MATCH (x)-[r:PARENT]->(p:Commit) RETURN [p.%2$s, p.%3$s] ORDER BY r.n } AS parents
        """
        .formatted(
            Integer.highestOneBit(Math.clamp(generations, 1, MAX_GENERATIONS)) - 1,
            Properties.SHA,
            Properties.COMMITTED_AT,
            Properties.SIZE);
  }

  /// Every statement that a walk may run.
  static Set<String> statements() {
    return IntStream.iterate(1, it -> it <= MAX_GENERATIONS, it -> it * 2)
        .mapToObj(CommitHistory::reading)
        .collect(Collectors.toUnmodifiableSet());
  }
}
