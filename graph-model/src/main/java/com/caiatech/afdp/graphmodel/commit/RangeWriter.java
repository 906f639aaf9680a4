package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.projection.DeployedHistory;
import com.caiatech.afdp.graphmodel.projection.RangeState;
import com.caiatech.afdp.graphmodel.schema.Batch;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

  private static final String PENDING = pending("", "", "");
  private static final String PENDING_IN = pending("", "", "AND c.repository = $repository");
  private static final String PENDING_OF =
      pending("UNWIND $batch.deployments AS id", "USING INDEX d:Deployment(id)", "AND d.id = id");
  private static final String LOCK =
      """
      UNWIND $batch.locks AS lock
      MERGE (s:SubjectLock {id: lock}) SET s.taken = true REMOVE s.taken
      """;
  private static final String SETTLE =
      """
      UNWIND $batch.rows AS row
      MATCH (d:Deployment {id: row.deployment})
            -[r:DEPLOYED|DEPLOYED_WAS {role: row.role, since: row.since, evidence: row.evidence,
                                       rangeState: row.before}]->
            (:Commit {id: row.commit})
      SET r.rangeState = row.state
      RETURN row.place AS place, r.until IS NULL AS lasts
      """;

  /// Writes what was shipped or withdrawn, dated as the manifest that says so.
  private static final String RELATE =
      """
      UNWIND $batch.rows AS row
      MATCH (d:Deployment {id: row.deployment})
            -[stated:%s {role: row.role, since: row.since, evidence: row.evidence}]->()
      MERGE (c:Commit {id: row.commit.id}) ON CREATE SET c = row.commit
      CREATE (d)-[s:%s]->(c)
      SET s = {role: row.role, since: row.since, until: stated.until, evidence: row.evidence,
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

  /// @param hint where to begin
  private static String pending(String deployments, String hint, String condition) {
    return """
    CALL () {
      %1$s MATCH (d:Deployment)-[r:DEPLOYED]->(c:Commit) %2$s
      WHERE r.rangeState IN ['PENDING', 'VANISHED'] %3$s
      RETURN d, r, c
      UNION ALL
      %1$s MATCH (d:Deployment)-[r:DEPLOYED_WAS]->(c:Commit) %2$s
      WHERE r.rangeState IN ['PENDING', 'VANISHED'] %3$s
      RETURN d, r, c
    }
    RETURN d.deploymentId AS deployment, r.role AS role, c.repository AS repository,
           c.sha AS sha, r.path AS path, r.shared AS shared, r.sourceSha256 AS tree,
           r.previousCommitSha AS previous, r.evidence AS evidence, r.since AS since,
           r.shippedCount AS shippedCount, r.shippedSetSha256 AS shippedSet,
           r.withdrewCount AS withdrewCount, r.withdrewSetSha256 AS withdrewSet,
           r.rangeState = 'VANISHED' AS vanished
    ORDER BY deployment, role, since
    """
        .formatted(deployments, hint, condition);
  }

  /// The ranges that wait, and those whose previous commit had vanished.
  public List<PendingRange> pending() {
    return pending(PENDING, Map.of());
  }

  /// The same of one repository.
  public List<PendingRange> pending(RepositoryName repository) {
    return pending(PENDING_IN, Map.of("repository", repository.value()));
  }

  /// The same of some deployments; what waits besides costs nothing.
  public List<PendingRange> pending(Collection<DeploymentId> deployments) {
    return pending(
        PENDING_OF,
        Batch.of("deployments", deployments.stream().map(Urns::deployment).sorted().toList()));
  }

  private List<PendingRange> pending(String statement, Map<String, Object> parameters) {
    try (Session session = driver.session()) {
      return session.executeRead(
          transaction -> transaction.run(statement, parameters).list(RangeWriter::pendingRange));
    }
  }

  /// What was found of a range.
  public record Finding(PendingRange range, ResolvedRange resolved) {}

  /// Writes what the repositories say of ranges, in one transaction.
  ///
  /// @return those of ranges that were still as they were read; the others are left alone
  public List<Finding> write(List<Finding> findings) {
    try (Session session = driver.session()) {
      return session.executeWrite(transaction -> write(transaction, findings));
    }
  }

  /// Under the locks of the deployments' subjects, so that neither another resolver nor the
  /// projection of their records comes between the look and the writing.
  private static List<Finding> write(TransactionContext transaction, List<Finding> findings) {
    List<String> locks =
        findings.stream()
            .map(it -> Urns.subjectLock(it.range().deployment().subject()))
            .distinct()
            .sorted()
            .toList();
    transaction.run(LOCK, Batch.of("locks", locks)).consume();
    SortedMap<Integer, Boolean> lasting = settle(transaction, findings);
    List<Finding> settled = lasting.keySet().stream().map(findings::get).toList();
    for (Finding it : settled) {
      if (it.range().vanished()) {
        transaction.run(FORGET, parameters(it.range())).consume();
      }
    }
    List<String> commits =
        settled.stream()
            .map(it -> Urns.commit(it.range().repository(), it.range().commit()))
            .distinct()
            .toList();
    if (!commits.isEmpty()) {
      DeployedHistory.hold(transaction, commits);
      commits.forEach(commit -> DeployedHistory.mark(transaction, commit));
    }
    SortedMap<String, List<Map<String, Object>>> rows = new TreeMap<>();
    lasting.forEach((place, lasts) -> addRows(rows, findings.get(place), lasts));
    rows.forEach((statement, of) -> relate(transaction, statement, of));
    settled.forEach(it -> accuse(transaction, it));
    return settled;
  }

  private static void addRows(
      Map<String, List<Map<String, Object>>> rows, Finding finding, boolean lasts) {
    PendingRange range = finding.range();
    String ship = lasts ? SHIP : SHIP_ENDED;
    switch (finding.resolved()) {
      case ResolvedRange.Complete(
              List<CommitId> shipped,
              List<CommitId> withdrew,
              Set<CommitId> inScope) -> {
        addRows(rows, ship, range, shipped, inScope);
        addRows(rows, lasts ? WITHDRAW : WITHDRAW_ENDED, range, withdrew, inScope);
      }
      case ResolvedRange.Vanished(List<CommitId> shipped, Set<CommitId> inScope, String _) ->
          addRows(rows, ship, range, shipped, inScope);
      case ResolvedRange.CountOnly _, ResolvedRange.Mismatch _ -> {}
    }
  }

  private static void addRows(
      Map<String, List<Map<String, Object>>> rows,
      String statement,
      PendingRange range,
      List<CommitId> commits,
      Set<CommitId> inScope) {
    List<Map<String, Object>> of = rows.computeIfAbsent(statement, _ -> new ArrayList<>());
    for (CommitId commit : commits.stream().sorted().toList()) {
      Map<String, Object> row = parameters(range);
      row.put("commit", bare(range.repository(), commit));
      row.put("inScope", inScope.contains(commit));
      of.add(row);
    }
  }

  private static void accuse(TransactionContext transaction, Finding finding) {
    switch (finding.resolved()) {
      case ResolvedRange.Mismatch(String reason) ->
          accuse(transaction, finding.range(), Verdicts.RANGE_MISMATCH, reason);
      case ResolvedRange.Vanished vanished ->
          accuse(transaction, finding.range(), Verdicts.PREVIOUS_VANISHED, vanished.reason());
      case ResolvedRange.Complete _, ResolvedRange.CountOnly _ -> {}
    }
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

  /// @return for each range that was settled, by its place, whether its manifest is still believed
  private static SortedMap<Integer, Boolean> settle(
      TransactionContext transaction, List<Finding> findings) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int place = 0; place < findings.size(); place++) {
      PendingRange range = findings.get(place).range();
      Map<String, Object> row = parameters(range);
      row.put("place", place);
      row.put("commit", Urns.commit(range.repository(), range.commit()));
      row.put("before", (range.vanished() ? RangeState.VANISHED : RangeState.PENDING).name());
      row.put("state", stateOf(findings.get(place).resolved()).name());
      rows.add(row);
    }
    SortedMap<Integer, Boolean> lasting = new TreeMap<>();
    transaction
        .run(SETTLE, Batch.of("rows", rows))
        .forEachRemaining(
            row -> lasting.putIfAbsent(row.get("place").asInt(), row.get("lasts").asBoolean()));
    return lasting;
  }

  private static void relate(
      TransactionContext transaction, String statement, List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += MAX_ROWS) {
      List<Map<String, Object>> chunk = rows.subList(from, Math.min(from + MAX_ROWS, rows.size()));
      transaction.run(statement, Batch.of("rows", chunk)).consume();
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
