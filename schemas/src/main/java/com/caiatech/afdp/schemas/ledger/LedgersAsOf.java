package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is believed at a moment of recorded time: the records that are trusted and were recorded by
/// then, under the trust policy that was effective then. A pure function of the ledgers' commits
/// and the policies, slow and plain: the measure for whatever answers faster.
///
/// Per volume it looks at the longest prefix whose trusted commits are not later than the moment;
/// commits that do not count go with the one before. What is recorded or decided later than a
/// moment changes nothing of what was believed at it.
///
/// @param policy the policy that was effective; one that trusts nobody before the first
/// @param cut how many entries each volume had
/// @param isFinal whether every volume ended or has a trusted commit that was recorded later, so
///   that nothing can come that belongs to the cut
/// @param records the standing records, in the order of volumes and indexes
public record LedgersAsOf(
    Instant moment, TrustPolicy policy, Cut cut, boolean isFinal, List<StandingRecord> records) {
  public LedgersAsOf {
    records = List.copyOf(records);
  }

  /// What is believed at the moment.
  ///
  /// @param volumes the commits of each volume from its first, in the order of chains
  public static LedgersAsOf of(
      Instant moment, PolicyHistory policies, SortedMap<VolumeName, List<LedgerCommit>> volumes) {
    TrustPolicy policy = policies.asOf(moment).orElseGet(TrustPolicy::nobody);
    SortedMap<VolumeName, Long> sizes = new TreeMap<>();
    List<StandingRecord> records = new ArrayList<>();
    Set<RecordId> standing = new HashSet<>();
    boolean isFinal = true;
    for (Map.Entry<VolumeName, List<LedgerCommit>> volume : volumes.entrySet()) {
      Prefix prefix = Prefix.of(volume.getValue(), moment, policy);
      sizes.put(volume.getKey(), prefix.size);
      isFinal &= prefix.ended || policy.chains().ends(volume.getKey(), prefix.size);
      prefix.trusted.stream()
          .filter(record -> standing.add(record.record().header().recordId()))
          .forEach(records::add);
    }
    return new LedgersAsOf(moment, policy, new Cut(sizes), isFinal, records);
  }

  /// The part of a volume that belongs to a cut.
  ///
  /// @param ended whether a trusted commit stands behind it
  private record Prefix(long size, boolean ended, List<StandingRecord> trusted) {
    static Prefix of(List<LedgerCommit> commits, Instant moment, TrustPolicy policy) {
      List<StandingRecord> trusted = new ArrayList<>();
      long size = 0;
      @Nullable Instant recordedAt = null;
      for (LedgerCommit commit : commits) {
        JudgedCommit judged = VolumeVerifier.judge(commit, recordedAt, policy);
        recordedAt = judged.recordedAt();
        if (recordedAt != null && recordedAt.isAfter(moment)) {
          return new Prefix(size, true, trusted);
        }
        size = commit.endIndex();
        for (JudgedEntry entry : judged.entries()) {
          if (recordedAt != null && entry.verdict() instanceof Verdict.Trusted counts) {
            trusted.add(
                new StandingRecord(
                    commit.volume(),
                    entry.entry().index(),
                    entry.entry().path(),
                    recordedAt,
                    counts.record()));
          }
        }
      }
      return new Prefix(size, false, trusted);
    }
  }
}
