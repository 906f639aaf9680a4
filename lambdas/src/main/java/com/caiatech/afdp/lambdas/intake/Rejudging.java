package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.projection.EmptyCommits;
import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.graphmodel.projection.Rejudgement;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.graphmodel.projection.WriteOutcome;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.platform.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges what is projected of a volume anew when a newer policy is known.
final class Rejudging {
  private static final Logger LOG = LoggerFactory.getLogger(Rejudging.class);
  private static final int BATCH_ENTRIES = 500;
  private static final int ATTEMPTS = 20;

  private final Driver driver;
  private final EvidenceStore evidence;
  private final Policies policies;

  Rejudging(Driver driver, EvidenceStore evidence, Policies policies) {
    this.driver = driver;
    this.evidence = evidence;
    this.policies = policies;
  }

  /// The watermark, all entries judged by the newest policy.
  VolumeState byNewest(Platform platform, Platform.Volume volume, VolumeState state) {
    VolumeState now = state;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Policies.Judging known = policies.known(platform);
      if ((now.head() == null && known.history().current().isPresent())
          || known.digest().equals(now.policy())) {
        return now;
      }
      Policies.Judging newest = policies.fetched(platform);
      if (now.head() == null || newest.digest().equals(now.policy())) {
        return now;
      }
      LOG.info("Judging the {} entries of volume {} anew", now.size(), volume.name());
      Instant recordedAt = judgeAll(evidence.ledger(volume), now, newest);
      switch (new Rejudgement(driver, now).finish(newest.digest(), recordedAt)) {
        case WriteOutcome.Stale(VolumeState found) -> now = found;
        case WriteOutcome.Written written -> {
          return written.state();
        }
      }
    }
    throw new LambdasException.Unavailable(
        "Judging volume "
            + volume.name()
            + " anew: other writers were always faster; nothing is lost, a retry is safe");
  }

  /// @return the recorded-at that the next commit is judged after
  private @Nullable Instant judgeAll(
      LedgerMirror mirror, VolumeState state, Policies.Judging judging) {
    EntryJudge judge = new EntryJudge(judging.history());
    Rejudgement rejudgement = new Rejudgement(driver, state);
    List<ProjectedEntry> entries = new ArrayList<>();
    List<EmptyCommits> empty = new ArrayList<>();
    Instant recordedAt = null;
    try (CommitReadings readings =
        mirror.reader().since(VolumePosition.start(state.volume()), state.head())) {
      while (readings.hasNext()) {
        switch (readings.next()) {
          case CommitReading.Good(LedgerCommit commit) -> {
            EntryJudge.Judged judged = judge.judge(commit, recordedAt);
            recordedAt = judged.recordedAt();
            entries.addAll(judged.entries());
          }
          case CommitReading.Empty nothing ->
              EmptyRuns.add(empty, state.volume(), nothing, recordedAt);
          case CommitReading.Structural lost -> throw lost(lost);
        }
        if (entries.size() >= BATCH_ENTRIES || empty.size() >= BATCH_ENTRIES) {
          rejudgement.judge(entries);
          rejudgement.date(empty);
          entries.clear();
          empty.clear();
        }
      }
    }
    rejudgement.judge(entries);
    rejudgement.date(empty);
    return recordedAt;
  }

  /// What was accepted once is whole.
  static LambdasException lost(CommitReading.Structural lost) {
    return new LambdasException.EvidenceFault(
        "Reading what the evidence accepted: "
            + lost.describe()
            + ". It was good when it was accepted: the evidence itself is damaged; restore it from"
            + " a copy, or fetch the volume into an empty one");
  }
}
