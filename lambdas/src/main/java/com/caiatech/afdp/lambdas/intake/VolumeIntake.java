package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.progress.IntakeActivity;
import com.caiatech.afdp.graphmodel.projection.GraphWriter;
import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.graphmodel.projection.VolumeStates;
import com.caiatech.afdp.graphmodel.projection.WriteOutcome;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;

/// Takes a volume's new entries into the graph: fetch, verify, accept into the evidence, project,
/// in batches of whole commits.
///
/// It starts at the watermark and can be repeated at any moment. What was written under another
/// policy is judged anew first. What the host shows is judged from the last accepted commit each
/// time: a fault stops the volume there for as long as the host shows it.
final class VolumeIntake {
  private static final int ATTEMPTS = 20;

  private final Driver driver;
  private final GraphWriter graph;
  private final EvidenceStore evidence;
  private final Policies policies;
  private final Fetching fetching;
  private final IntakeNotes notes;
  private final Counters counters;
  private final Rejudging rejudging;
  private final HostFaults faults;

  VolumeIntake(
      Driver driver,
      EvidenceStore evidence,
      Policies policies,
      Fetching fetching,
      IntakeNotes notes,
      Counters counters) {
    this.driver = driver;
    this.graph = new GraphWriter(driver);
    this.evidence = evidence;
    this.policies = policies;
    this.fetching = fetching;
    this.notes = notes;
    this.counters = counters;
    this.rejudging = new Rejudging(driver, evidence, policies, notes, counters);
    this.faults = new HostFaults(evidence, graph, counters);
  }

  /// What a run found.
  ///
  /// @param entries how many entries were new
  /// @param deployed the deployments of which it was told what was deployed
  /// @param judgedAnew whether what was there was judged anew, so that any range may wait now
  /// @param newer what stopped the run: a commit that is newer than this software; absent where
  ///   none is
  record Result(
      long entries,
      Set<String> deployed,
      boolean judgedAnew,
      SchemasException.@Nullable NewerThanSoftware newer) {
    Result {
      deployed = Set.copyOf(deployed);
    }
  }

  /// Takes in what is new, as far as this software can judge it.
  ///
  /// @throws LambdasException.Unavailable when the repository does not answer, or other writers
  ///   were always faster; a retry is safe
  /// @throws LambdasException.OutOfTime when it takes longer; what was taken in stays
  Result take(Platform platform, Platform.Volume volume, Deadline deadline) {
    VolumeState state = new VolumeStates(driver).of(volume.name(), volume.series());
    LedgerMirror mirror = evidence.ledger(volume);
    Run run = new Run(platform, volume, mirror, state, deadline);
    faults.restore(volume.name(), state.head() == null);
    try {
      run.catchUpWithEvidence();
      switch (fetching.ledger(volume, mirror)) {
        case BranchFetch.Outcome.Fetched(CommitId head) -> {
          if (volume.series() == Series.TRUST_POLICY) {
            run.acceptPolicies(head);
          }
          faults.note(volume, mirror, run.advance(head), head);
        }
        case BranchFetch.Outcome.Refused refused ->
            faults.note(volume, mirror, run.fault(refused), refused.head());
      }
      return run.result(null);
    } catch (SchemasException.NewerThanSoftware newer) {
      return run.result(newer);
    }
  }

  /// One run over one volume.
  private final class Run {
    private final Platform platform;
    private final Platform.Volume volume;
    private final LedgerMirror mirror;
    private final Deadline deadline;
    private VolumeState state;
    private @Nullable CommitId accepted;
    private final Set<String> deployed = new HashSet<>();
    private long entries;
    private boolean judgedAnew;

    Run(
        Platform platform,
        Platform.Volume volume,
        LedgerMirror mirror,
        VolumeState state,
        Deadline deadline) {
      this.deadline = deadline;
      this.platform = platform;
      this.volume = volume;
      this.mirror = mirror;
      this.state = state;
      this.accepted = mirror.accepted().orElse(null);
    }

    Result result(SchemasException.@Nullable NewerThanSoftware newer) {
      return new Result(entries, deployed, judgedAnew, newer);
    }

    /// Projects what was accepted and is not in the graph, as after a rebuild, whatever the host
    /// shows now.
    void catchUpWithEvidence() {
      CommitId target = accepted;
      CommitId from = state.head();
      if (target == null
          || target.equals(from)
          || (from != null && !mirror.reader().descends(from, target))) {
        return;
      }
      CommitReading.Structural lost = advance(target, false);
      if (lost != null) {
        throw Rejudging.lost(lost);
      }
    }

    /// Accepts what the host shows, so that policies are judged by those that they bring, and what
    /// roots signed is not told as a violation until it was read.
    void acceptPolicies(@Nullable CommitId head) {
      AcceptedHead.advance(mirror, volume, head);
      accepted = mirror.accepted().orElse(null);
    }

    /// A head that the host shows and that was not taken.
    CommitReading.Structural fault(BranchFetch.Outcome.Refused refused) {
      return new CommitReading.Structural(
          ViolationKind.of(refused.reason()),
          refused.why(),
          new VolumePosition(state.volume(), state.size(), state.head(), state.recordedAt()),
          refused.head(),
          null);
    }

    /// Accepts and projects what stands between the watermark and the head that the host shows.
    ///
    /// @param head absent where the branch is gone
    /// @return the fault before which that ended
    CommitReading.@Nullable Structural advance(@Nullable CommitId head) {
      return advance(head, true);
    }

    /// Each turn ends it, writes a batch of the finite history up to the head, or counts as stale.
    private CommitReading.@Nullable Structural advance(@Nullable CommitId head, boolean accepting) {
      try (BatchReader reader = new BatchReader(mirror.reader(), head);
          IntakeProgress progress =
              notes.begin(source(), IntakeActivity.TAKING_IN, () -> size(head))) {
        for (int stale = 0; stale < ATTEMPTS; ) {
          VolumeState judged = rejudging.byNewest(platform, volume, state);
          judgedAnew |= !Objects.equals(state.policy(), judged.policy());
          state = judged;
          if (Objects.equals(state.head(), head)) {
            return null;
          }
          Policies.Judging judging = policies.known(platform);
          if (state.size() > 0 && !judging.digest().equals(state.policy())) {
            stale++; // a newer policy was accepted since
            continue;
          }
          Optional<BatchReader.Batch> batch = reader.next(state, judging);
          if (batch.isEmpty()) {
            progress.ended();
            return reader.fault().orElse(null);
          }
          deadline.require("Projecting volume " + volume.name() + " up to entry " + state.size());
          reader.readAhead(batch.get().after(), judging);
          if (accepting) {
            accept(batch.get().after());
          }
          stale += write(batch.get(), judging) ? 0 : 1;
          progress.passed(state.size());
        }
      }
      throw new LambdasException.Unavailable(
          "Projecting volume "
              + volume.name()
              + ": after "
              + ATTEMPTS
              + " attempts other writers, or newer policies, were always faster; nothing is lost, a"
              + " retry is safe");
    }

    private PushSource source() {
      return new PushSource.Ledger(volume.name());
    }

    /// How many entries there are with that head, as it says itself.
    private long size(@Nullable CommitId head) {
      return head == null ? state.size() : mirror.reader().claimedSize(head).orElse(state.size());
    }

    /// @return whether it was written, or another writer was there first
    private boolean write(BatchReader.Batch batch, Policies.Judging judging) {
      WriteOutcome outcome =
          graph.append(state, batch.after(), batch.entries(), batch.empty(), judging.history());
      return switch (outcome) {
        case WriteOutcome.Stale(VolumeState found) -> {
          state = found;
          yield false;
        }
        case WriteOutcome.Written written -> {
          state = written.state();
          entries += batch.entries().size();
          deployed.addAll(written.deployed());
          count(batch.entries(), written.found());
          yield true;
        }
      };
    }

    /// The evidence has what the graph has, first.
    private void accept(VolumeState after) {
      CommitId before = accepted;
      CommitId head = Objects.requireNonNull(after.head());
      if (before != null && !before.equals(state.head())) {
        if (mirror.reader().descends(head, before)) {
          return; // another process has accepted more
        }
        if (!mirror.reader().descends(before, head)) {
          throw new LambdasException.Unavailable(
              "Projecting volume %s: the graph stands at commit %s, which is not of the history that the evidence accepted up to %s; nothing was changed, rebuild the graph"
                  .formatted(volume.name(), state.head(), before));
        }
      }
      mirror.accept(before, head);
      accepted = head;
    }
  }

  private void count(List<ProjectedEntry> entries, int found) {
    counters.count(CounterNames.ENTRIES, entries.size());
    counters.count(
        CounterNames.VIOLATIONS,
        found
            + entries.stream().filter(entry -> !entry.verdict().equals(Verdicts.TRUSTED)).count());
  }
}
