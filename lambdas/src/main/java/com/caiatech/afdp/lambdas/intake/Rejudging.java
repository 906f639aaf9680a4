package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.progress.IntakeActivity;
import com.caiatech.afdp.graphmodel.projection.EmptyCommits;
import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.graphmodel.projection.Rejudgement;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.graphmodel.projection.WriteOutcome;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.platform.Platform;
import java.util.ArrayList;
import java.util.List;
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
  private final IntakeNotes notes;
  private final Counters counters;

  Rejudging(
      Driver driver,
      EvidenceStore evidence,
      Policies policies,
      IntakeNotes notes,
      Counters counters) {
    this.driver = driver;
    this.evidence = evidence;
    this.policies = policies;
    this.notes = notes;
    this.counters = counters;
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
      Rejudgement rejudgement = new Rejudgement(driver, now, newest.history());
      VolumeState judged = judgeAll(evidence.ledger(volume), now, newest, rejudgement);
      counters.count(CounterNames.VIOLATIONS, rejudgement.found());
      switch (rejudgement.finish(judged)) {
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

  /// @return the end of what is judged
  private VolumeState judgeAll(
      LedgerMirror mirror, VolumeState state, Policies.Judging judging, Rejudgement rejudgement) {
    VolumeState reached = rejudgement.reached(judging.digest());
    EntryJudge judge = new EntryJudge(judging.history(), reached.recorded());
    List<ProjectedEntry> entries = new ArrayList<>();
    List<EmptyCommits> empty = new ArrayList<>();
    PushSource source = new PushSource.Ledger(state.volume());
    try (IntakeProgress progress = notes.begin(source, IntakeActivity.JUDGING_ANEW, state::size);
        CommitReadings readings =
            mirror
                .reader()
                .since(
                    new VolumePosition(
                        reached.volume(), reached.size(), reached.head(), reached.recordedAt()),
                    state.head())) {
      while (readings.hasNext()) {
        switch (readings.next()) {
          case CommitReading.Good(LedgerCommit commit) -> entries.addAll(judge.judge(commit));
          case CommitReading.Empty nothing ->
              EmptyRuns.add(empty, state.volume(), nothing, judge.recordedAt());
          case CommitReading.Structural lost -> throw lost(lost);
        }
        if (entries.size() >= BATCH_ENTRIES || empty.size() >= BATCH_ENTRIES) {
          reached = at(readings.position(), state, judge, judging);
          rejudgement.date(empty);
          rejudgement.judge(entries, reached);
          entries.clear();
          empty.clear();
          progress.passed(reached.size());
        }
      }
      reached = at(readings.position(), state, judge, judging);
      rejudgement.date(empty);
      rejudgement.judge(entries, reached);
      progress.passed(reached.size());
      progress.ended();
    }
    return reached;
  }

  private static VolumeState at(
      VolumePosition position, VolumeState state, EntryJudge judge, Policies.Judging judging) {
    return new VolumeState(
        state.volume(),
        state.series(),
        position.size(),
        position.head(),
        null,
        List.of(),
        judge.recordedAt(),
        judge.recorded(),
        judging.digest());
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
