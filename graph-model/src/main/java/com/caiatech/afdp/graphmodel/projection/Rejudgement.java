package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/// Judges a volume's projected entries anew after the trust policy has changed: verdicts,
/// violations and the facts of the subjects that gain or lose a trusted record.
///
/// To be run over all entries below the watermark in pieces, and then closed by {@link #finish}.
/// How far it is stands in the graph, so when a process dies in between, the next one goes on
/// there.
public final class Rejudgement {
  private static final String STANDING =
      """
      MATCH (r:Record)
      WHERE r.volume = $volume AND $from <= r.index AND r.index < $until
      RETURN r.index AS index, r.verdict AS verdict, r.recordedAt AS recordedAt,
             [(v:Violation {verdict: true})-[:ABOUT]->(r) |
               [v.kind, v.reason, v.recordedAt, v.curedAt]] AS violations,
             [(r)-[:SIGNED_BY]->(k) | [k.fingerprint, k.owner, k.role]] AS signers
      """;
  private static final String REACHED =
      "MATCH (j:Judging {id: $id, policy: $policy}) RETURN properties(j) AS state";
  private static final String REACH = "MERGE (j:Judging {id: $state.id}) SET j = $state";
  private static final String FORGET = "MATCH (j:Judging {id: $id}) DELETE j";
  private static final String SIGN_RECORDS =
      """
      UNWIND $batch.rows AS row
      MATCH (k:SigningKey {id: row.key})
      MATCH (r:Record {id: row.record})
      MERGE (r)-[:SIGNED_BY]->(k)
      """;
  private static final String SET_RECORDS =
      "UNWIND $batch.rows AS row MATCH (r:Record {id: row.id}) SET r = row";

  private final Driver driver;
  private final VolumeState volume;
  private final PolicyHistory policies;
  private final boolean approvesOtherwise;
  private final KnownRecords known = new KnownRecords();
  private int found;

  /// @param volume the watermark, as the entries below it were read
  /// @param policies those by which they are judged now
  public Rejudgement(Driver driver, VolumeState volume, PolicyHistory policies) {
    this.driver = driver;
    this.volume = volume;
    this.policies = policies;
    this.approvesOtherwise = approvesOtherwise(volume.policy(), policies);
  }

  /// Where judging by that policy is to go on: at the start, or where a process got to that died.
  public VolumeState reached(Sha256 policy) {
    try (Session session = driver.session()) {
      return session.executeRead(
          transaction ->
              transaction
                  .run(
                      REACHED, Map.of("id", Urns.ledger(volume.volume()), "policy", policy.value()))
                  .list(row -> VolumeStates.read(row.get("state")))
                  .stream()
                  .findFirst()
                  .orElseGet(() -> VolumeState.start(volume.volume(), volume.series())));
    }
  }

  /// Whether a policy that came after the history with that digest asks something else of those who
  /// approve, so that deployments are to be judged of which no record is judged otherwise.
  private static boolean approvesOtherwise(@Nullable Sha256 digest, PolicyHistory policies) {
    List<PolicyHistory.Version> versions = policies.versions();
    int known = 0;
    while (known < versions.size() && !policies.digest(known + 1).equals(digest)) {
      known++;
    }
    if (known == versions.size()) {
      return true;
    }
    TrustPolicy before = versions.get(known).policy();
    return versions.subList(known, versions.size()).stream()
        .anyMatch(version -> !version.policy().approvesLike(before));
  }

  /// Writes what is different for these entries, which stand in a row below the watermark.
  ///
  /// @param reached how far all entries are judged with them
  /// @return how many entries were judged otherwise than they stood
  public int judge(List<ProjectedEntry> entries, VolumeState reached) {
    try (Session session = driver.session()) {
      Map<Long, Standing> standing =
          entries.isEmpty()
              ? Map.of()
              : session.executeRead(transaction -> standing(transaction, entries));
      List<ProjectedEntry> different =
          entries.stream()
              .filter(entry -> !Standing.of(entry).equals(standing.get(entry.index())))
              .toList();
      found +=
          session.executeWrite(
              transaction -> {
                List<ProjectedEntry> judged = approvesOtherwise ? entries : different;
                int news = judged.isEmpty() ? 0 : write(transaction, different, judged);
                transaction.run(REACH, Map.of("state", VolumeStates.properties(reached))).consume();
                return news;
              });
      return different.size();
    }
  }

  /// How many violations that are no single entry's came to be found so far ({@link
  /// WriteOutcome.Written#found}).
  public int found() {
    return found;
  }

  /// Dates commits below the watermark that add nothing by what is judged to stand before them.
  public void date(List<EmptyCommits> empty) {
    if (!empty.isEmpty()) {
      try (Session session = driver.session()) {
        session.executeWriteWithoutResult(transaction -> ViolationWriter.date(transaction, empty));
      }
    }
  }

  /// Notes that every entry below the watermark is judged by the policy.
  ///
  /// @param judged as far as they are judged
  public WriteOutcome finish(VolumeState judged) {
    try (Session session = driver.session()) {
      return session.executeWrite(
          transaction -> {
            VolumeState found = GraphWriter.take(transaction, volume, List.of());
            if (found.size() != volume.size()
                || !Objects.equals(found.head(), volume.head())
                || !Objects.equals(found.policy(), volume.policy())) {
              return new WriteOutcome.Stale(found);
            }
            VolumeState after =
                new VolumeState(
                    found.volume(),
                    found.series(),
                    found.size(),
                    found.head(),
                    found.root(),
                    found.frontier(),
                    judged.recordedAt(),
                    judged.recorded(),
                    judged.policy());
            GraphWriter.move(transaction, after, policies);
            transaction.run(FORGET, Map.of("id", Urns.ledger(volume.volume()))).consume();
            return new WriteOutcome.Written(after, Set.of(), 0);
          });
    }
  }

  /// @param entries those that are judged otherwise than they stood
  /// @param judged those of deployments that are to be judged
  /// @return how many violations came to be found
  private int write(
      TransactionContext transaction, List<ProjectedEntry> entries, List<ProjectedEntry> judged) {
    List<SubjectId> subjects =
        judged.stream().map(ProjectedEntry::subject).distinct().sorted().toList();
    GraphWriter.take(transaction, volume, subjects);
    judged.forEach(known::add);
    EntityChanges changes = new EntityChanges(transaction, known);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ProjectedEntry entry : entries) {
      changes.replace(entry);
      rows.add(entry.properties().toMap());
    }
    FactDifference difference = changes.difference();
    transaction.run(SET_RECORDS, Batch.of("rows", rows)).consume();
    sign(transaction, entries);
    ViolationWriter.replace(transaction, entries);
    int contested = ViolationWriter.contest(transaction, changes);
    new FactWriter(transaction).write(difference);
    Soundness soundness = new Soundness(transaction, policies, known);
    judged.forEach(soundness::replaced);
    return contested + soundness.judge(volume.volume(), volume.size(), volume.size());
  }

  private static void sign(TransactionContext transaction, List<ProjectedEntry> entries) {
    GraphWriter.nameKeys(transaction, entries);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ProjectedEntry entry : entries) {
      entry.key().ifPresent(key -> rows.add(Map.of("record", entry.urn(), "key", key.urn())));
    }
    if (!rows.isEmpty()) {
      transaction.run(SIGN_RECORDS, Batch.of("rows", rows)).consume();
    }
  }

  private static Map<Long, Standing> standing(
      TransactionContext transaction, List<ProjectedEntry> entries) {
    VolumeName volume = entries.getFirst().volume();
    Map<String, Object> parameters =
        Map.of(
            "volume", volume.value(),
            "from", entries.getFirst().index(),
            "until", entries.getLast().index() + 1);
    Map<Long, Standing> standing = new HashMap<>();
    transaction
        .run(STANDING, parameters)
        .forEachRemaining(
            row ->
                standing.put(
                    row.get(Properties.INDEX).asLong(),
                    new Standing(
                        row.get(Properties.VERDICT).asString(),
                        row.get(Properties.RECORDED_AT).asLong(),
                        new HashSet<>(row.get("violations").asList(Standing::texts)),
                        new HashSet<>(row.get("signers").asList(Standing::texts)))));
    return standing;
  }

  /// How an entry stands in the graph, in comparable form.
  private record Standing(
      String verdict, long recordedAt, Set<List<String>> violations, Set<List<String>> signers) {
    static Standing of(ProjectedEntry entry) {
      Set<List<String>> violations = new HashSet<>();
      for (ProjectedEntry.Violation violation : entry.violations()) {
        violations.add(
            List.of(
                violation.kind(),
                violation.reason(),
                text(violation.from()),
                text(violation.until())));
      }
      ProjectedEntry.Signer signer = entry.signer();
      Set<List<String>> signers =
          signer == null
              ? Set.of()
              : Set.of(
                  List.of(signer.fingerprint().value(), text(signer.owner()), text(signer.role())));
      return new Standing(entry.verdict(), entry.recordedAt().toEpochMilli(), violations, signers);
    }

    static List<String> texts(Value values) {
      return values.asList(value -> value.isNull() ? "" : String.valueOf(value.asObject()));
    }

    private static String text(@Nullable Instant moment) {
      return moment == null ? "" : Long.toString(moment.toEpochMilli());
    }

    private static String text(@Nullable String value) {
      return value == null ? "" : value;
    }
  }
}
