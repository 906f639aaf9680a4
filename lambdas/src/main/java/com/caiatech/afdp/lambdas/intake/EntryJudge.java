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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges the commits of a volume by all policies there were since, so that what was refused and
/// later trusted, or the other way round, is an interval in recorded time. Pure.
final class EntryJudge {
  private final PolicyHistory history;

  EntryJudge(PolicyHistory history) {
    this.history = history;
  }

  /// A commit's entries, judged.
  ///
  /// @param recordedAt what the next commit is judged after
  record Judged(List<ProjectedEntry> entries, @Nullable Instant recordedAt) {}

  Judged judge(LedgerCommit commit, @Nullable Instant previous) {
    JudgedCommit now = VolumeVerifier.judge(commit, previous, history.currentOrNobody());
    Instant recordedAt = Optional.ofNullable(now.recordedAt()).orElse(Instant.EPOCH);
    List<PolicyHistory.Version> later = history.since(recordedAt);
    List<JudgedCommit> verdicts = new ArrayList<>();
    for (int i = 0; i < later.size(); i++) {
      verdicts.add(
          i == later.size() - 1
              ? now
              : VolumeVerifier.judge(commit, previous, later.get(i).policy()));
    }
    List<ProjectedEntry> entries = new ArrayList<>(now.entries().size());
    for (int i = 0; i < now.entries().size(); i++) {
      List<ProjectedEntry.Violation> violations =
          later.isEmpty()
              ? List.copyOf(shown(now.entries().get(i).verdict(), recordedAt).values())
              : intervals(later, verdicts, i, recordedAt);
      entries.add(entry(now, i, recordedAt, violations));
    }
    return new Judged(entries, now.recordedAt());
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

  private static List<ProjectedEntry.Violation> intervals(
      List<PolicyHistory.Version> versions,
      List<JudgedCommit> verdicts,
      int place,
      Instant recordedAt) {
    List<ProjectedEntry.Violation> found = new ArrayList<>();
    Map<ViolationKind, ProjectedEntry.Violation> open = Map.of();
    for (int i = 0; i < versions.size(); i++) {
      Instant at = i == 0 ? recordedAt : versions.get(i).recordedAt();
      Map<ViolationKind, ProjectedEntry.Violation> next =
          shown(verdicts.get(i).entries().get(place).verdict(), at);
      open.forEach(
          (kind, before) -> {
            if (next.computeIfPresent(kind, (_, same) -> between(same, before.from(), null))
                == null) {
              found.add(between(before, before.from(), at));
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
