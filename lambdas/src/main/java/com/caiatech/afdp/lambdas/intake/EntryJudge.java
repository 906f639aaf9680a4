package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.PolicyViews;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.LedgerRecord;
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
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Judges the commits of a volume, one after the other, by each policy in the time in which it was
/// in force ({@link PolicyViews}), so that what was refused and later trusted, or the other way
/// round, is an interval in recorded time. Pure.
final class EntryJudge {
  private final PolicyHistory history;
  private final PolicyViews views;

  /// @param recorded when what stands before was recorded, by each policy's place in the history
  EntryJudge(PolicyHistory history, SortedMap<Long, Instant> recorded) {
    this.history = history;
    this.views = new PolicyViews(history, recorded);
  }

  /// When what was judged last was recorded, by each policy's place in the history.
  SortedMap<Long, Instant> recorded() {
    return views.recorded();
  }

  /// The same by the newest policy; absent where nothing counts by it.
  @Nullable Instant recordedAt() {
    return views.recorded().get((long) history.versions().size());
  }

  /// The entries of the next commit, judged.
  List<ProjectedEntry> judge(LedgerCommit commit) {
    PolicyViews.Judged judged = views.judge(commit);
    List<ProjectedEntry> entries = new ArrayList<>(commit.files().size());
    for (int i = 0; i < commit.files().size(); i++) {
      entries.add(
          entry(
              judged.views().getLast().commit(),
              i,
              judged.recordedAt(),
              intervals(judged.views(), i)));
    }
    return entries;
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
        content(file, entry.verdict()),
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

  /// What was decoded to judge an entry is handed on; one that does not count may be a record too.
  private static ProjectedEntry.@Nullable Content content(AddedFile file, Verdict verdict) {
    byte[] bytes = file.bytes().orElse(null);
    if (bytes == null) {
      return null;
    }
    LedgerRecord record =
        switch (verdict) {
          case Verdict.Trusted trusted -> trusted.record();
          case Verdict.Violated _ ->
              RecordCodec.decode(bytes) instanceof DecodedRecord.Valid valid
                  ? valid.record()
                  : null;
        };
    return record == null
        ? null
        : new ProjectedEntry.Content(record, new String(bytes, StandardCharsets.UTF_8));
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

  private static List<ProjectedEntry.Violation> intervals(List<PolicyViews.View> views, int place) {
    List<ProjectedEntry.Violation> found = new ArrayList<>();
    Map<ViolationKind, ProjectedEntry.Violation> open = Map.of();
    for (PolicyViews.View view : views) {
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
