package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Judges the commits of a volume, one after the other, by each policy in the time in which it was
/// in force, so that what was refused and later trusted, or the other way round, is an interval in
/// recorded time. Pure.
///
/// Each policy has a view of its own of when what stands before was recorded, for whose commit does
/// not count, its time does not either. What came later changes nothing of an earlier view.
final class EntryJudge {
  private final PolicyHistory history;
  private final List<PolicyHistory.Version> versions;
  private final SortedMap<Long, Instant> recorded;

  /// @param recorded when what stands before was recorded, by the version of the policy; none where
  ///   nothing before counts by it
  EntryJudge(PolicyHistory history, SortedMap<Long, Instant> recorded) {
    this.history = history;
    this.versions = history.since(Instant.MIN);
    this.recorded = new TreeMap<>(recorded);
  }

  /// When what was judged last was recorded, by the version of the policy.
  SortedMap<Long, Instant> recorded() {
    return new TreeMap<>(recorded);
  }

  /// The same by the newest policy; absent where nothing counts by it.
  @Nullable Instant recordedAt() {
    return recorded.get(history.currentOrNobody().version());
  }

  /// A commit as one policy judges it, and the recorded time in which that is so.
  private record Judged(JudgedCommit commit, Instant from, Instant end) {}

  /// The entries of the next commit, judged.
  List<ProjectedEntry> judge(LedgerCommit commit) {
    List<Judged> judged = views(commit);
    Instant recordedAt =
        judged.stream()
            .filter(it -> it.commit().counts())
            .map(it -> it.commit().recordedAt())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(judged.getFirst().from());
    List<Judged> since = since(recordedAt, judged);
    List<ProjectedEntry> entries = new ArrayList<>(commit.files().size());
    for (int i = 0; i < commit.files().size(); i++) {
      entries.add(entry(since.getLast().commit(), i, recordedAt, intervals(since, i)));
    }
    return entries;
  }

  /// How each policy judges it in whose time it may have been there.
  private List<Judged> views(LedgerCommit commit) {
    if (versions.isEmpty()) {
      JudgedCommit refused = VolumeVerifier.judge(commit, null, TrustPolicy.nobody());
      return List.of(new Judged(refused, Instant.EPOCH, Instant.MAX));
    }
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      Instant end = i == versions.size() - 1 ? Instant.MAX : versions.get(i + 1).recordedAt();
      Instant previous = recorded.get(versions.get(i).policy().version());
      if (previous == null || previous.isBefore(end)) {
        Judged view = judge(commit, versions.get(i), previous, end);
        if (view.from().isBefore(end)) {
          judged.add(view);
        }
      }
    }
    return judged;
  }

  /// Where some policy takes the commit's word for when it was recorded, it was not there before.
  private static List<Judged> since(Instant recordedAt, List<Judged> judged) {
    return judged.stream()
        .filter(view -> recordedAt.isBefore(view.end()))
        .map(
            view ->
                view.from().isBefore(recordedAt)
                    ? new Judged(view.commit(), recordedAt, view.end())
                    : view)
        .toList();
  }

  private Judged judge(
      LedgerCommit commit, PolicyHistory.Version version, @Nullable Instant previous, Instant end) {
    JudgedCommit judged = VolumeVerifier.judge(commit, previous, version.policy());
    Instant recordedAt = judged.recordedAt();
    if (recordedAt != null) {
      recorded.put(version.policy().version(), recordedAt);
    }
    Instant from = recordedAt == null ? Instant.EPOCH : recordedAt;
    boolean isFirst = version.equals(versions.getFirst());
    return new Judged(
        judged, isFirst || from.isAfter(version.recordedAt()) ? from : version.recordedAt(), end);
  }

  private ProjectedEntry entry(
      JudgedCommit judged,
      int place,
      Instant recordedAt,
      List<ProjectedEntry.Violation> violations) {
    LedgerCommit commit = judged.commit();
    JudgedEntry entry = judged.entries().get(place);
    AddedFile file = commit.files().get(place);
    LedgerPath path = LedgerPath.parse(file.path());
    return new ProjectedEntry(
        commit.volume(),
        commit.series(),
        entry.entry().index(),
        file.path(),
        path.subject(),
        path.recordId(),
        file.sha256(),
        MerkleTree.leafHash(entry.entry().bytes()),
        commit.id(),
        recordedAt,
        signer(judged.signer()),
        content(file),
        violations);
  }

  private ProjectedEntry.@Nullable Signer signer(@Nullable KeyFingerprint fingerprint) {
    if (fingerprint == null) {
      return null;
    }
    TrustPolicy policy = history.currentOrNobody();
    Optional<Grant> grant = policy.holder(fingerprint);
    return new ProjectedEntry.Signer(
        fingerprint, grant.map(Grant::owner).orElse(null), grant.map(Grant::role).orElse(null));
  }

  private static ProjectedEntry.@Nullable Content content(AddedFile file) {
    Optional<byte[]> bytes = file.bytes();
    if (bytes.isPresent() && RecordCodec.decode(bytes.get()) instanceof DecodedRecord.Valid valid) {
      return new ProjectedEntry.Content(
          valid.record(), new String(bytes.get(), StandardCharsets.UTF_8));
    }
    return null;
  }

  /// What is wrong with an entry that does not count, or odd about one that does, from that moment
  /// on; one a kind.
  private static Map<ViolationKind, ProjectedEntry.Violation> shown(Verdict verdict, Instant from) {
    Map<ViolationKind, ProjectedEntry.Violation> shown = new EnumMap<>(ViolationKind.class);
    switch (verdict) {
      case Verdict.Trusted trusted ->
          trusted
              .remarks()
              .forEach(remark -> shown.putIfAbsent(remark.kind(), lasting(remark, from, false)));
      case Verdict.Violated violated ->
          shown.put(violated.first().kind(), lasting(violated.first(), from, true));
    }
    return shown;
  }

  private static List<ProjectedEntry.Violation> intervals(List<Judged> judged, int place) {
    List<ProjectedEntry.Violation> found = new ArrayList<>();
    Map<ViolationKind, ProjectedEntry.Violation> open = Map.of();
    for (Judged view : judged) {
      Map<ViolationKind, ProjectedEntry.Violation> next =
          shown(view.commit().entries().get(place).verdict(), view.from());
      open.forEach(
          (kind, before) -> {
            if (next.computeIfPresent(kind, (_, same) -> between(same, before.from(), null)) == null
                && before.from().isBefore(view.from())) {
              found.add(between(before, before.from(), view.from()));
            }
          });
      open = next;
    }
    found.addAll(open.values());
    return found;
  }

  private static ProjectedEntry.Violation lasting(
      Finding finding, Instant from, boolean takesTrust) {
    return new ProjectedEntry.Violation(
        finding.kind().code(), finding.reason(), from, null, takesTrust);
  }

  private static ProjectedEntry.Violation between(
      ProjectedEntry.Violation violation, Instant from, @Nullable Instant until) {
    return new ProjectedEntry.Violation(
        violation.kind(), violation.reason(), from, until, violation.takesTrust());
  }
}
