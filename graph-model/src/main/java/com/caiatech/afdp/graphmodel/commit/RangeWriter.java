package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.projection.DeployedHistory;
import com.caiatech.afdp.graphmodel.projection.RangeState;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/// Reads the ranges that wait for their repository, and writes what the repository says of them.
///
/// Idempotent: a range that is no longer pending, or whose deployment is no longer stated, is left
/// alone. One whose previous commit had vanished is written anew when that commit is back, so that
/// the graph says what a rebuild would say.
public final class RangeWriter {
  private static final int MAX_ROWS = 5000;

  private static final String PENDING =
      """
      CALL () {
        MATCH (d:Deployment)-[r:DEPLOYED]->(c:Commit)
        WHERE r.rangeState IN ['PENDING', 'VANISHED']
        RETURN d, r, c
        UNION ALL
        MATCH (d:Deployment)-[r:DEPLOYED_WAS]->(c:Commit)
        WHERE r.rangeState IN ['PENDING', 'VANISHED']
        RETURN d, r, c
      }
      RETURN d.deploymentId AS deployment, r.role AS role, c.repository AS repository, c.sha AS sha,
             r.path AS path, r.shared AS shared, r.sourceSha256 AS tree,
             r.previousCommitSha AS previous, r.evidence AS evidence, r.since AS since,
             r.shippedCount AS shippedCount, r.shippedSetSha256 AS shippedSet,
             r.withdrewCount AS withdrewCount, r.withdrewSetSha256 AS withdrewSet,
             r.rangeState = 'VANISHED' AS vanished
      ORDER BY deployment, role, since
      """;
  private static final String LOCK =
      "MERGE (s:SubjectLock {id: $lock}) SET s.taken = true REMOVE s.taken";
  private static final String SETTLE =
      """
      MATCH (d:Deployment {id: $deployment})
            -[r:DEPLOYED|DEPLOYED_WAS {role: $role, since: $since, evidence: $evidence,
                                       rangeState: $before}]->
            (:Commit {id: $commit})
      SET r.rangeState = $state
      RETURN collect(r.until IS NULL) AS lasting
      """;

  /// Writes what was shipped or withdrawn, dated as the manifest that says so.
  private static final String RELATE =
      """
      MATCH (d:Deployment {id: $deployment})
            -[stated:%s {role: $role, since: $since, evidence: $evidence}]->()
      UNWIND $rows AS row
      MERGE (c:Commit {id: row.commit.id}) ON CREATE SET c = row.commit
      CREATE (d)-[s:%s]->(c)
      SET s = {role: $role, since: $since, until: stated.until, evidence: $evidence,
               inScope: row.inScope}
      """;

  private static final String SHIP = relate(Relationships.SHIPPED, true);
  private static final String SHIP_ENDED = relate(Relationships.SHIPPED, false);
  private static final String WITHDRAW = relate(Relationships.WITHDREW, true);
  private static final String WITHDRAW_ENDED = relate(Relationships.WITHDREW, false);

  private static final String FORGET =
      """
      MATCH (d:Deployment {id: $deployment})
      CALL (d) {
        MATCH (d)-[s:SHIPPED|SHIPPED_WAS {role: $role, since: $since, evidence: $evidence}]->()
        DELETE s
      }
      CALL () {
        MATCH (v:Violation {kind: 'previous-vanished', deployment: $deployment, role: $role})
        DETACH DELETE v
      }
      """;

  private static final String ACCUSE =
      """
      MATCH (:Deployment {id: $deployment})
            -[:EVIDENCED_BY|EVIDENCED_BY_WAS]->(r:Record {recordId: $evidence})
      WITH r ORDER BY size(r.volume), r.volume, r.index LIMIT 1
      MERGE (v:Violation {id: 'urn:afdp:violation:' + r.volume + ':' + toString(r.index)
                              + ':' + $kind + '-' + toLower($role)})
      SET v.kind = $kind, v.reason = $reason, v.volume = r.volume, v.path = r.path,
          v.index = r.index, v.ledgerCommit = r.ledgerCommit, v.recordedAt = r.recordedAt,
          v.deployment = $deployment, v.role = $role
      MERGE (v)-[:ABOUT]->(r)
      """;

  private final Driver driver;

  public RangeWriter(Driver driver) {
    this.driver = driver;
  }

  private static String relate(String type, boolean lasting) {
    return lasting
        ? RELATE.formatted(Relationships.DEPLOYED, type)
        : RELATE.formatted(Relationships.was(Relationships.DEPLOYED), Relationships.was(type));
  }

  /// The ranges that wait, and those whose previous commit had vanished.
  public List<PendingRange> pending() {
    try (Session session = driver.session()) {
      return session.executeRead(
          transaction -> transaction.run(PENDING).list(RangeWriter::pendingRange));
    }
  }

  /// Writes what the repository says of a range.
  ///
  /// @return whether the range was still as it was read
  public boolean write(PendingRange range, ResolvedRange resolved) {
    try (Session session = driver.session()) {
      return session.executeWrite(transaction -> write(transaction, range, resolved));
    }
  }

  /// Under the lock of the deployment's subject, so that neither another resolver nor the
  /// projection of its records comes between the look and the writing.
  private static boolean write(
      TransactionContext transaction, PendingRange range, ResolvedRange resolved) {
    transaction.run(LOCK, Map.of("lock", Urns.subjectLock(range.deployment().subject()))).consume();
    List<Boolean> lasting = settle(transaction, range, stateOf(resolved));
    if (lasting.isEmpty()) {
      return false;
    }
    boolean lasts = lasting.getFirst();
    if (range.vanished()) {
      transaction.run(FORGET, parameters(range)).consume();
    }
    String commit = Urns.commit(range.repository(), range.commit());
    DeployedHistory.hold(transaction, List.of(commit));
    DeployedHistory.mark(transaction, commit);
    switch (resolved) {
      case ResolvedRange.Complete(
              List<CommitId> shipped,
              List<CommitId> withdrew,
              Set<CommitId> inScope) -> {
        relate(transaction, lasts ? SHIP : SHIP_ENDED, range, rows(range, shipped, inScope));
        relate(
            transaction, lasts ? WITHDRAW : WITHDRAW_ENDED, range, rows(range, withdrew, inScope));
      }
      case ResolvedRange.CountOnly() -> {}
      case ResolvedRange.Mismatch(String reason) ->
          accuse(transaction, range, Verdicts.RANGE_MISMATCH, reason);
      case ResolvedRange.Vanished(List<CommitId> shipped, Set<CommitId> inScope, String reason) -> {
        relate(transaction, lasts ? SHIP : SHIP_ENDED, range, rows(range, shipped, inScope));
        accuse(transaction, range, Verdicts.PREVIOUS_VANISHED, reason);
      }
    }
    return true;
  }

  private static void accuse(
      TransactionContext transaction, PendingRange range, String kind, String reason) {
    Map<String, Object> parameters = parameters(range);
    parameters.put("kind", kind);
    parameters.put("reason", reason);
    transaction.run(ACCUSE, parameters).consume();
  }

  private static RangeState stateOf(ResolvedRange resolved) {
    return switch (resolved) {
      case ResolvedRange.Complete complete -> RangeState.COMPLETE;
      case ResolvedRange.CountOnly countOnly -> RangeState.COUNT_ONLY;
      case ResolvedRange.Mismatch mismatch -> RangeState.MISMATCH;
      case ResolvedRange.Vanished vanished -> RangeState.VANISHED;
    };
  }

  /// @return for the range that was settled, whether its manifest is still believed; empty where it
  ///   was no longer pending
  private static List<Boolean> settle(
      TransactionContext transaction, PendingRange range, RangeState state) {
    Map<String, Object> parameters = parameters(range);
    parameters.put("commit", Urns.commit(range.repository(), range.commit()));
    parameters.put("before", (range.vanished() ? RangeState.VANISHED : RangeState.PENDING).name());
    parameters.put("state", state.name());
    return transaction.run(SETTLE, parameters).single().get("lasting").asList(Value::asBoolean);
  }

  private static void relate(
      TransactionContext transaction,
      String statement,
      PendingRange range,
      List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += MAX_ROWS) {
      Map<String, Object> parameters = parameters(range);
      parameters.put("rows", rows.subList(from, Math.min(from + MAX_ROWS, rows.size())));
      transaction.run(statement, parameters).consume();
    }
  }

  /// What names the relationship that states the range.
  private static Map<String, Object> parameters(PendingRange range) {
    return new HashMap<>(
        Map.of(
            "deployment", Urns.deployment(range.deployment()),
            "role", range.role().name(),
            "since", range.since().toEpochMilli(),
            "evidence", range.evidence()));
  }

  private static List<Map<String, Object>> rows(
      PendingRange range, List<CommitId> commits, Set<CommitId> inScope) {
    return commits.stream()
        .sorted()
        .map(
            commit ->
                Map.<String, Object>of(
                    "commit", bare(range.repository(), commit),
                    "inScope", inScope.contains(commit)))
        .toList();
  }

  private static Map<String, String> bare(RepositoryName repository, CommitId commit) {
    return Map.of(
        Properties.ID, Urns.commit(repository, commit),
        Properties.SHA, commit.value(),
        Properties.REPOSITORY, repository.value());
  }

  private static PendingRange pendingRange(Record row) {
    Value previous = row.get("previous");
    return new PendingRange(
        DeploymentId.parse(row.get("deployment").asString()),
        SourceRole.valueOf(row.get("role").asString()),
        new RepositoryName(row.get("repository").asString()),
        part(row.get("path"), row.get("shared")),
        new CommitId(row.get("sha").asString()),
        new Sha256(row.get("tree").asString()),
        previous.isNull() ? null : new CommitId(previous.asString()),
        set(row.get("shippedCount"), row.get("shippedSet")),
        set(row.get("withdrewCount"), row.get("withdrewSet")),
        row.get("evidence").asString(),
        Instant.ofEpochMilli(row.get("since").asLong()),
        row.get("vanished").asBoolean());
  }

  private static @Nullable RepositoryPart part(Value path, Value shared) {
    return path.isNull()
        ? null
        : new RepositoryPart(
            new SourcePath(path.asString()),
            shared.asList(value -> new SourcePath(value.asString())));
  }

  private static @Nullable CommitSet set(Value count, Value digest) {
    return count.isNull() || digest.isNull()
        ? null
        : new CommitSet(count.asLong(), new Sha256(digest.asString()));
  }
}
