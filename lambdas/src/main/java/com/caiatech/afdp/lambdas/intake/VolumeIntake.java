package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.projection.GraphWriter;
import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.graphmodel.projection.Rejudgement;
import com.caiatech.afdp.graphmodel.projection.StructuralViolation;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.graphmodel.projection.VolumeStates;
import com.caiatech.afdp.graphmodel.projection.WriteOutcome;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EndedVolume;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.merkle.CompactRange;
import com.caiatech.afdp.schemas.platform.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a volume's new entries into the graph: fetch, verify, project, in batches of whole
/// commits.
///
/// It starts at the watermark and can be repeated at any moment. What was written under another
/// policy is judged anew first.
final class VolumeIntake {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeIntake.class);
  private static final int BATCH_ENTRIES = 500;
  private static final int ATTEMPTS = 20;

  private final Driver driver;
  private final EvidenceStore evidence;
  private final Policies policies;
  private final Fetching fetching;
  private final Counters counters;

  VolumeIntake(
      Driver driver,
      EvidenceStore evidence,
      Policies policies,
      Fetching fetching,
      Counters counters) {
    this.driver = driver;
    this.evidence = evidence;
    this.policies = policies;
    this.fetching = fetching;
    this.counters = counters;
  }

  /// What a run found.
  ///
  /// @param entries how many entries were new
  /// @param rangesPending whether ranges of commits may wait now that did not before
  record Result(long entries, boolean rangesPending) {}

  /// Entries read and judged, with the watermark after them.
  private record Batch(VolumeState after, List<ProjectedEntry> entries) {}

  /// Takes in what is new.
  ///
  /// @throws LambdasException.Unavailable when the repository does not answer, or other writers
  ///   were always faster; a retry is safe
  Result take(Platform platform, Platform.Volume volume) {
    VolumeState state = new VolumeStates(driver).of(volume.name(), volume.series());
    EndedVolume ended = evidence.ended(volume.name()).orElse(null);
    if (ended != null) {
      return resume(platform, volume, state, ended);
    }
    LedgerMirror mirror = evidence.ledger(volume);
    CommitId head = fetching.ledger(volume, mirror).head().orElse(null);
    return advance(platform, volume, mirror, state, head);
  }

  /// An ended volume is projected up to its last good commit, also in a graph that is built anew.
  private Result resume(
      Platform platform, Platform.Volume volume, VolumeState state, EndedVolume ended) {
    CommitId last = ended.lastGood();
    Result result = new Result(0, false);
    if (!state.ended() && last != null && !last.equals(state.head())) {
      result = advance(platform, volume, evidence.ledger(volume), state, last);
    }
    VolumeState now = new VolumeStates(driver).of(volume.name(), volume.series());
    if (!now.ended()) {
      new GraphWriter(driver).end(now, violation(ended));
      return result;
    }
    VolumeState judged = judgedByNewest(platform, volume, now);
    return new Result(result.entries(), result.rangesPending() || isJudgedAnew(now, judged));
  }

  /// Whether entries may count now that did not, so that ranges may wait that did not.
  private static boolean isJudgedAnew(VolumeState before, VolumeState after) {
    return !Objects.equals(before.policy(), after.policy());
  }

  private Result advance(
      Platform platform,
      Platform.Volume volume,
      LedgerMirror mirror,
      VolumeState start,
      @Nullable CommitId head) {
    VolumeState state = start;
    long entries = 0;
    boolean pending = false;
    for (int stale = 0; stale < ATTEMPTS; ) {
      VolumeState judged = judgedByNewest(platform, volume, state);
      pending |= isJudgedAnew(state, judged);
      state = judged;
      if (Objects.equals(state.head(), head)) {
        return new Result(entries, pending);
      }
      Policies.Judging judging = policies.known(platform);
      if (state.size() > 0 && !judging.digest().equals(state.policy())) {
        continue;
      }
      Reading reading = read(mirror, state, head, judging);
      if (reading.batch() == null) {
        if (reading.structural() != null) {
          end(volume, mirror, state, reading.structural(), head);
        }
        return new Result(entries, pending);
      }
      WriteOutcome outcome =
          new GraphWriter(driver).append(state, reading.batch().after(), reading.batch().entries());
      switch (outcome) {
        case WriteOutcome.Stale(VolumeState found) -> {
          stale++;
          state = found;
          if (found.ended()) {
            return new Result(entries, pending);
          }
        }
        case WriteOutcome.Written written -> {
          state = written.state();
          entries += reading.batch().entries().size();
          pending |= written.rangesPending();
          CommitId accepted = state.head();
          if (accepted != null) {
            mirror.accept(accepted);
          }
          count(reading.batch().entries());
        }
      }
    }
    throw new LambdasException.Unavailable(
        "Projecting volume "
            + volume.name()
            + ": after "
            + ATTEMPTS
            + " attempts other writers were always faster; nothing is lost, a retry is safe");
  }

  /// What was read after a watermark: a batch, a fault, or neither.
  private record Reading(@Nullable Batch batch, CommitReading.@Nullable Structural structural) {}

  private static Reading read(
      LedgerMirror mirror, VolumeState state, @Nullable CommitId head, Policies.Judging judging) {
    VolumePosition position =
        new VolumePosition(state.volume(), state.size(), state.head(), state.recordedAt());
    EntryJudge judge = new EntryJudge(judging.history());
    CompactRange log = CompactRange.of(state.size(), state.frontier());
    List<ProjectedEntry> entries = new ArrayList<>();
    CommitId last = null;
    Instant recordedAt = state.recordedAt();
    CommitReading.Structural structural = null;
    try (CommitReadings readings = mirror.reader().since(position, head)) {
      while (readings.hasNext() && entries.size() < BATCH_ENTRIES && structural == null) {
        switch (readings.next()) {
          case CommitReading.Structural fault -> structural = fault;
          case CommitReading.Good(LedgerCommit commit) -> {
            EntryJudge.Judged judged = judge.judge(commit, recordedAt);
            judged.entries().forEach(entry -> log.append(entry.leafHash()));
            entries.addAll(judged.entries());
            recordedAt = judged.recordedAt();
            last = commit.id();
          }
        }
      }
    }
    if (last == null) {
      return new Reading(null, structural);
    }
    VolumeState after =
        new VolumeState(
            state.volume(),
            state.series(),
            log.size(),
            last,
            log.root(),
            log.subtrees(),
            recordedAt,
            false,
            judging.digest());
    return new Reading(new Batch(after, entries), null);
  }

  /// Judges what is projected anew when a newer policy is known.
  private VolumeState judgedByNewest(Platform platform, Platform.Volume volume, VolumeState state) {
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
    Instant recordedAt = null;
    try (CommitReadings readings =
        mirror.reader().since(VolumePosition.start(state.volume()), state.head())) {
      while (readings.hasNext()) {
        if (readings.next() instanceof CommitReading.Good(LedgerCommit commit)) {
          EntryJudge.Judged judged = judge.judge(commit, recordedAt);
          recordedAt = judged.recordedAt();
          entries.addAll(judged.entries());
          if (entries.size() >= BATCH_ENTRIES) {
            rejudgement.judge(entries);
            entries.clear();
          }
        }
      }
    }
    rejudgement.judge(entries);
    return recordedAt;
  }

  private void end(
      Platform.Volume volume,
      LedgerMirror mirror,
      VolumeState state,
      CommitReading.Structural fault,
      @Nullable CommitId head) {
    if (head != null) {
      mirror.refuse(head);
    }
    EndedVolume ended =
        evidence.end(
            volume.name(),
            new EndedVolume(
                fault.kind().code(), fault.reason(), state.head(), fault.found(), fault.path()));
    new GraphWriter(driver).end(state, violation(ended));
    counters.count(CounterNames.VOLUMES_ENDED);
    LOG.error("{}", fault.describe());
  }

  private void count(List<ProjectedEntry> entries) {
    counters.count(CounterNames.ENTRIES, entries.size());
    counters.count(
        CounterNames.VIOLATIONS,
        entries.stream().filter(entry -> !entry.verdict().equals(Verdicts.TRUSTED)).count());
  }

  private static StructuralViolation violation(EndedVolume ended) {
    return new StructuralViolation(ended.kind(), ended.reason(), ended.found(), ended.path());
  }
}
