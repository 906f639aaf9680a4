package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.projection.DeployedHistory;
import com.caiatech.afdp.graphmodel.projection.RangeState;
import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  private static final String ANY = Labels.DEPLOYMENT + "|" + Labels.ASSERTED_DEPLOYMENT;
  private static final String PENDING = pending("", ANY, "", "");
  private static final String PENDING_IN = pending("", ANY, "", "AND c.repository = $repository");
  private static final List<String> PENDING_OF =
      List.of(pendingOf(Labels.DEPLOYMENT), pendingOf(Labels.ASSERTED_DEPLOYMENT));
  private static final String LOCK =
      """
      UNWIND $batch.locks AS lock
      MERGE (s:SubjectLock {id: lock}) SET s.taken = true REMOVE s.taken
      """;
  private final Driver driver;

  public RangeWriter(Driver driver) {
    this.driver = driver;
  }

  private static String pendingOf(String label) {
    return pending(
        "UNWIND $batch.deployments AS id",
        label,
        "USING INDEX d:" + label + "(id)",
        "AND d.id = id");
  }

  /// @param hint where to begin
  private static String pending(String deployments, String labels, String hint, String condition) {
    return """
    CALL () {
      %1$s MATCH (d:%2$s)-[r:DEPLOYED]->(c:Commit) %3$s
      WHERE r.rangeState IN ['PENDING', 'VANISHED'] %4$s
      RETURN d, r, c
      UNION ALL
      %1$s MATCH (d:%2$s)-[r:DEPLOYED_WAS]->(c:Commit) %3$s
      WHERE r.rangeState IN ['PENDING', 'VANISHED'] %4$s
      RETURN d, r, c
    }
    RETURN coalesce(d.deploymentId, d.reportId) AS subject, d:AssertedDeployment AS asserted,
           r.role AS role, c.repository AS repository,
           c.sha AS sha, r.path AS path, r.shared AS shared, r.sourceSha256 AS tree,
           r.previousCommitSha AS previous, r.evidence AS evidence, r.since AS since,
           r.shippedCount AS shippedCount, r.shippedSetSha256 AS shippedSet,
           r.withdrewCount AS withdrewCount, r.withdrewSetSha256 AS withdrewSet,
           r.rangeState = 'VANISHED' AS vanished
    ORDER BY asserted, subject, role, since
    """
        .formatted(deployments, labels, hint, condition);
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
  ///
  /// @param deployments the ids of their nodes, of asserted ones, too
  public List<PendingRange> pending(Collection<String> deployments) {
    Map<String, Object> parameters =
        Batch.of("deployments", deployments.stream().sorted().toList());
    return PENDING_OF.stream()
        .flatMap(statement -> pending(statement, parameters).stream())
        .toList();
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
            .map(it -> Urns.subjectLock(it.range().subject()))
            .distinct()
            .sorted()
            .toList();
    transaction.run(LOCK, Batch.of("locks", locks)).consume();
    SortedMap<Integer, Boolean> lasting = settle(transaction, findings);
    List<Finding> settled = lasting.keySet().stream().map(findings::get).toList();
    for (Finding it : settled) {
      if (it.range().vanished()) {
        transaction.run(RangeStatements.of(it.range()).forget(), parameters(it.range())).consume();
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
    String ship = RangeStatements.of(range).ship(lasts);
    switch (finding.resolved()) {
      case ResolvedRange.Complete complete -> addRows(rows, range, complete, lasts);
      case ResolvedRange.Found found -> addRows(rows, range, found.commits(), lasts);
      case ResolvedRange.Vanished(List<CommitId> shipped, Set<CommitId> inScope, String _) ->
          addRows(rows, ship, range, shipped, inScope);
      case ResolvedRange.CountOnly _, ResolvedRange.Mismatch _ -> {}
    }
  }

  private static void addRows(
      Map<String, List<Map<String, Object>>> rows,
      PendingRange range,
      ResolvedRange.Complete sets,
      boolean lasts) {
    RangeStatements statements = RangeStatements.of(range);
    addRows(rows, statements.ship(lasts), range, sets.shipped(), sets.inScope());
    addRows(rows, statements.withdraw(lasts), range, sets.withdrew(), sets.inScope());
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
      case ResolvedRange.Complete _, ResolvedRange.Found _, ResolvedRange.CountOnly _ -> {}
    }
  }

  private static void accuse(
      TransactionContext transaction, PendingRange range, String kind, String reason) {
    Map<String, Object> parameters = parameters(range);
    parameters.put("kind", kind);
    parameters.put("reason", reason);
    transaction.run(RangeStatements.of(range).accuse(), parameters).consume();
  }

  private static RangeState stateOf(ResolvedRange resolved) {
    return switch (resolved) {
      case ResolvedRange.Complete complete -> RangeState.COMPLETE;
      case ResolvedRange.CountOnly countOnly -> RangeState.COUNT_ONLY;
      case ResolvedRange.Found found ->
          found.isTooLarge() ? RangeState.COUNT_ONLY : RangeState.COMPLETE;
      case ResolvedRange.Mismatch mismatch -> RangeState.MISMATCH;
      case ResolvedRange.Vanished vanished -> RangeState.VANISHED;
    };
  }

  /// @return for each range that was settled, by its place, whether its manifest is still believed
  private static SortedMap<Integer, Boolean> settle(
      TransactionContext transaction, List<Finding> findings) {
    Map<RangeStatements, List<Map<String, Object>>> rows = new LinkedHashMap<>();
    for (int place = 0; place < findings.size(); place++) {
      PendingRange range = findings.get(place).range();
      Map<String, Object> row = parameters(range);
      row.put("place", place);
      row.put("commit", Urns.commit(range.repository(), range.commit()));
      row.put("before", (range.vanished() ? RangeState.VANISHED : RangeState.PENDING).name());
      row.put("state", stateOf(findings.get(place).resolved()).name());
      row.put("found", found(findings.get(place).resolved()));
      rows.computeIfAbsent(RangeStatements.of(range), _ -> new ArrayList<>()).add(row);
    }
    SortedMap<Integer, Boolean> lasting = new TreeMap<>();
    rows.forEach(
        (statements, of) ->
            transaction
                .run(statements.settle(), Batch.of("rows", of))
                .forEachRemaining(
                    row ->
                        lasting.putIfAbsent(
                            row.get("place").asInt(), row.get("lasts").asBoolean())));
    return lasting;
  }

  /// The sizes and digests of sets that no record holds.
  private static Map<String, Object> found(ResolvedRange resolved) {
    return resolved instanceof ResolvedRange.Found(CommitSet shipped, CommitSet withdrew, _)
        ? Map.of(
            Properties.SHIPPED_COUNT, shipped.count(),
            Properties.SHIPPED_SET_SHA256, shipped.setSha256().value(),
            Properties.WITHDREW_COUNT, withdrew.count(),
            Properties.WITHDREW_SET_SHA256, withdrew.setSha256().value())
        : Map.of();
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
            "deployment", range.node(),
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
    Value tree = row.get("tree");
    return new PendingRange(
        SubjectId.parse(row.get("subject").asString()),
        SourceRole.valueOf(row.get("role").asString()),
        new RepositoryName(row.get("repository").asString()),
        part(row.get("path"), row.get("shared")),
        new CommitId(row.get("sha").asString()),
        tree.isNull() ? null : new Sha256(tree.asString()),
        previous.isNull() ? null : new CommitId(previous.asString()),
        set(row.get("shippedCount"), row.get("shippedSet")),
        set(row.get("withdrewCount"), row.get("withdrewSet")),
        row.get("evidence").asString(),
        Instant.ofEpochMilli(row.get("since").asLong()),
        row.get("vanished").asBoolean(),
        row.get("asserted").asBoolean());
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
