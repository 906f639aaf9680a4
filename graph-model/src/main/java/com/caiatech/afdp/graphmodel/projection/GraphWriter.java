package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionContext;

/// Writes judged entries and what they say, each batch in one transaction with the volume's
/// watermark.
///
/// The watermark is compared and set: a batch that does not start where the volume stands changes
/// nothing and is told so. Subjects are locked in sorted order; the graph is moved from the facts
/// of the old set of trusted records to those of the new one, so the order of batches does not
/// matter. A transaction that the database asks to retry is retried by the driver.
public final class GraphWriter {
  private static final String TAKE =
      """
      MERGE (l:Ledger {id: $ledger})
      ON CREATE SET l.volume = $volume, l.series = $series, l.size = 0
      SET l.taken = true REMOVE l.taken
      WITH l
      CALL (l) {
        UNWIND $batch.locks AS lock
        MERGE (s:SubjectLock {id: lock})
        SET s.taken = true REMOVE s.taken
        RETURN count(s) AS taken
      }
      RETURN properties(l) AS ledger
      """;
  private static final String LOCK =
      """
      UNWIND $batch.locks AS lock
      MERGE (s:SubjectLock {id: lock})
      SET s.taken = true REMOVE s.taken
      """;
  private static final String MOVE = "MATCH (l:Ledger {id: $ledger.id}) SET l = $ledger";
  private static final String INSERT_RECORDS =
      """
      MATCH (l:Ledger {id: $ledger})
      UNWIND $batch.rows AS row
      CREATE (r:Record) SET r = row.record
      CREATE (r)-[:IN_LEDGER]->(l)
      WITH r, row WHERE row.key IS NOT NULL
      MATCH (k:SigningKey {id: row.key})
      CREATE (r)-[:SIGNED_BY]->(k)
      """;

  /// A key is only written where it is told otherwise: whoever writes it keeps all others waiting.
  private static final String NAME_KEYS =
      """
      UNWIND $batch.rows AS row
      MERGE (k:SigningKey {id: row.id}) ON CREATE SET k = row
      WITH k, row WHERE properties(k) <> row
      SET k = row
      """;

  private final Driver driver;
  private final KnownRecords known = new KnownRecords();

  public GraphWriter(Driver driver) {
    this.driver = driver;
  }

  /// Appends the entries that follow the watermark.
  ///
  /// @param before the watermark that the entries follow
  /// @param after the watermark after them
  /// @param entries the entries between the two, in order
  /// @param empty the commits between the two that add no entry
  /// @param policies those by which the entries were judged
  public WriteOutcome append(
      VolumeState before,
      VolumeState after,
      List<ProjectedEntry> entries,
      List<EmptyCommits> empty,
      PolicyHistory policies) {
    requireFit(before, after, entries);
    List<SubjectId> subjects =
        entries.stream().map(ProjectedEntry::subject).distinct().sorted().toList();
    try (Session session = driver.session()) {
      return session.executeWrite(
          transaction -> append(transaction, before, after, entries, empty, subjects, policies));
    }
  }

  /// Writes what an observer saw at the hosts of volumes, with how long it lasted. Idempotent.
  public void observe(List<Observation> observations) {
    try (Session session = driver.session()) {
      session.executeWriteWithoutResult(
          transaction -> ViolationWriter.observe(transaction, observations));
    }
  }

  static List<String> locks(List<SubjectId> subjects) {
    return List.copyOf(
        subjects.stream().map(Urns::subjectLock).collect(Collectors.toCollection(TreeSet::new)));
  }

  /// Takes locks, in their order, until the transaction ends.
  static void lock(TransactionContext transaction, List<String> locks) {
    transaction.run(LOCK, Batch.of("locks", locks)).consume();
  }

  static VolumeState take(
      TransactionContext transaction, VolumeState volume, List<SubjectId> subjects) {
    List<String> locks = new ArrayList<>(locks(subjects));
    locks.add(Urns.volumeLock(volume.volume()));
    Map<String, Object> parameters =
        Map.of(
            "ledger",
            Urns.ledger(volume.volume()),
            "volume",
            volume.volume().value(),
            "series",
            volume.series().value(),
            Batch.NAME,
            Batch.list("locks", locks));
    return VolumeStates.read(transaction.run(TAKE, parameters).single().get("ledger"));
  }

  static void move(TransactionContext transaction, VolumeState state, PolicyHistory policies) {
    transaction.run(MOVE, Map.of("ledger", ledger(state, policies))).consume();
  }

  /// The properties of a volume's node.
  static SortedMap<String, Object> ledger(VolumeState state, PolicyHistory policies) {
    return PropertyMap.of(VolumeStates.properties(state))
        .with(Properties.ENDED_AT, endedAt(state, policies))
        .toMap();
  }

  /// Since when nothing that counts can follow what is projected of a volume, since it ended there.
  private static @Nullable Instant endedAt(VolumeState state, PolicyHistory policies) {
    return policies.versions().stream()
        .filter(version -> version.policy().chains().ends(state.volume(), state.size()))
        .map(PolicyHistory.Version::recordedAt)
        .findFirst()
        .orElse(null);
  }

  /// Writes what the policy says of the keys that signed the entries.
  static void nameKeys(TransactionContext transaction, List<ProjectedEntry> entries) {
    SortedMap<String, Map<String, Object>> rows = new TreeMap<>();
    entries.forEach(entry -> entry.key().ifPresent(key -> rows.put(key.urn(), key.properties())));
    if (!rows.isEmpty()) {
      transaction.run(NAME_KEYS, Batch.of("rows", List.copyOf(rows.values()))).consume();
    }
  }

  private WriteOutcome append(
      TransactionContext transaction,
      VolumeState before,
      VolumeState after,
      List<ProjectedEntry> entries,
      List<EmptyCommits> empty,
      List<SubjectId> subjects,
      PolicyHistory policies) {
    VolumeState found = take(transaction, before, subjects);
    if (found.size() != before.size()
        || !Objects.equals(found.head(), before.head())
        || !Objects.equals(found.policy(), before.policy())) {
      return new WriteOutcome.Stale(found);
    }
    entries.forEach(known::add);
    EntityChanges changes = new EntityChanges(transaction, known);
    entries.forEach(entry -> entry.believedRecord().ifPresent(changes::add));
    FactDifference difference = changes.difference();
    insert(transaction, before, entries);
    ViolationWriter.write(transaction, entries);
    int contested = ViolationWriter.contest(transaction, changes);
    ViolationWriter.count(transaction, empty);
    new FactWriter(transaction).write(difference);
    move(transaction, after, policies);
    Soundness soundness = new Soundness(transaction, policies, known);
    entries.forEach(entry -> soundness.added(entry, changes.whole()));
    int unsound = soundness.judge(before.volume(), before.size(), after.size());
    return new WriteOutcome.Written(after, deployed(difference), contested + unsound);
  }

  private static void insert(
      TransactionContext transaction, VolumeState volume, List<ProjectedEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    nameKeys(transaction, entries);
    List<Map<String, Object>> rows = new ArrayList<>(entries.size());
    for (ProjectedEntry entry : entries) {
      Map<String, Object> record = entry.properties().toMap();
      rows.add(
          entry
              .key()
              .map(key -> Map.<String, Object>of("record", record, "key", key.urn()))
              .orElse(Map.of("record", record)));
    }
    transaction
        .run(
            INSERT_RECORDS,
            Map.of("ledger", Urns.ledger(volume.volume()), Batch.NAME, Batch.list("rows", rows)))
        .consume();
  }

  /// The nodes of the deployments of which the difference states what was deployed.
  private static Set<String> deployed(FactDifference difference) {
    Set<String> stated = new HashSet<>();
    for (Fact fact : difference.upserts()) {
      if (fact instanceof Fact.Edge edge && edge.kind().saysWhatWasDeployed()) {
        stated.add(edge.from());
      }
    }
    return stated;
  }

  private static void requireFit(
      VolumeState before, VolumeState after, List<ProjectedEntry> entries) {
    Set<Long> indexes =
        entries.stream().map(ProjectedEntry::index).collect(Collectors.toCollection(TreeSet::new));
    boolean gapless =
        indexes.size() == entries.size()
            && (entries.isEmpty()
                || (entries.getFirst().index() == before.size()
                    && entries.getLast().index() == after.size() - 1));
    if (!gapless
        || after.size() - before.size() != entries.size()
        || !before.volume().equals(after.volume())) {
      throw new IllegalArgumentException(
          "Appending to the graph: expected the entries of "
              + before.volume()
              + " from "
              + before.size()
              + " to "
              + after.size()
              + ", found "
              + indexes.size()
              + " entries "
              + (entries.isEmpty() ? "" : "from " + entries.getFirst().index()));
    }
  }
}
